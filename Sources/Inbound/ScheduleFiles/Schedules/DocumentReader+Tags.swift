/// Tags group schedules for limits, pauses and lists.
extension DocumentReader {
  /// More say no more about a schedule.
  private static let tagLimit = 20

  /// In the order of the text; nil when there are none, or when they are no list.
  func tags(_ mapping: inout MappingReader) -> [String]? {
    guard let items = mapping.list("tags", example: "[nightly]") else { return nil }
    guard items.count <= Self.tagLimit else {
      log.error("tags are \(items.count); at most \(Self.tagLimit) are allowed", at: mapping.keyPlace("tags"))
      return nil
    }
    var tags: [String] = []
    for item in items {
      guard let tag = mapping.label(of: item, "tags") else { continue }
      if tags.contains(tag) {
        log.warning("tag '\(tag)' is given twice", at: item.place)
      } else {
        tags.append(tag)
      }
    }
    return tags
  }
}
