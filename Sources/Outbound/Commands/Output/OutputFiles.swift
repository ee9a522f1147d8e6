import Glibc

/// The files `output.<position of the first byte>.log` of one run, as its supervisor makes them.
///
/// Each begins where the one before it ends. The supervisor goes on writing, beginning files and deleting the oldest, so
/// every look here begins with a new list.
struct OutputFiles {
  let directory: String

  private static let prefix = "output."
  private static let suffix = ".log"

  init(in directory: String) { self.directory = directory }

  /// Bytes from `position` on, or from the oldest that is kept if that is later. Fewer than `maximumBytes` only when there are no more.
  func page(from position: Int, maximumBytes: Int) throws(CommandRunError) -> CommandOutputPage {
    var page = CommandOutputPage(start: position, bytes: [])
    while page.bytes.count < maximumBytes {
      let piece = try piece(from: page.end, maximumBytes: maximumBytes - page.bytes.count)
      // What was between them was deleted while we read: that is for the next page to say.
      if piece.isEmpty || (!page.isEmpty && piece.start != page.end) { break }
      if page.isEmpty { page = piece } else { page.bytes += piece.bytes }
    }
    return page
  }

  /// Positions of the bytes that are kept now.
  func range() throws(CommandRunError) -> Range<Int> {
    while true {
      let starts = starts()
      guard let oldest = starts.first, let newest = starts.last else { return 0..<0 }
      guard let file = try open(newest) else { continue }
      return oldest..<newest + Int(lseek(file.number, 0, SEEK_END))
    }
  }

  /// Bytes of one file.
  private func piece(from position: Int, maximumBytes: Int) throws(CommandRunError) -> CommandOutputPage {
    while true {
      let starts = starts()
      guard let start = starts.last(where: { $0 <= position }) ?? starts.first else {
        return CommandOutputPage(start: position, bytes: [])
      }
      // Deleted since it was listed: there are newer ones then.
      guard let file = try open(start) else { continue }
      let first = max(position, start)
      lseek(file.number, off_t(first - start), SEEK_SET)
      guard let bytes = file.read(upTo: maximumBytes) else {
        throw .unreadable(path: path(start), reason: errorText(errno))
      }
      return CommandOutputPage(start: first, bytes: bytes)
    }
  }

  private func open(_ start: Int) throws(CommandRunError) -> OwnedDescriptor? { try RunRecord.open(path(start)) }

  private func path(_ start: Int) -> String {
    let digits = String(start)
    let fifteen = String(repeating: "0", count: max(0, 15 - digits.count)) + digits
    return "\(directory)/\(Self.prefix)\(fifteen)\(Self.suffix)"
  }

  /// Ascending.
  private func starts() -> [Int] {
    DirectoryListing.names(in: directory).compactMap { name in
      guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
      let digits = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count)
      return digits.utf8.count >= 15 ? Int(digits) : nil
    }.sorted()
  }
}
