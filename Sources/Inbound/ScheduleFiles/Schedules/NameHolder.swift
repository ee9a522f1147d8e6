import Scheduling

/// A file, as one reading finds it.
struct FileReading {
  let file: String
  /// What it says now; nil while nobody can look at it.
  let text: ScheduleText?
  /// The same, or what it said last; nil when it never said anything good.
  let inForce: ScheduleText?
}

/// Whose a name is that several files have.
struct NameHolder: Hashable, Sendable {
  let file: String
  /// False: nothing was in force, and the file comes first.
  let wasInForce: Bool
  /// Nothing good has been read of the file yet: what an earlier life read of it is in force.
  var isUnread = false
}

extension NameHolder {
  /// By name; empty where no two files have one.
  /// - Parameters:
  ///   - unread: files of which nothing good has been read yet, by the names that an earlier life read in them.
  ///   - before: the files whose definitions of these names were in force, by name.
  static func holders(
    _ readings: [FileReading], unread: [String: String], before: (Set<String>) -> [String: String]
  ) -> [String: NameHolder] {
    let contested = contested(readings, unread)
    guard !contested.isEmpty else { return [:] }
    let before = before(Set(contested.keys))
    return Dictionary(
      uniqueKeysWithValues: contested.map { name, files in
        if let file = unread[name] { return (name, NameHolder(file: file, wasInForce: true, isUnread: true)) }
        let former = before[name].flatMap { files.contains($0) ? $0 : nil }
        return (name, NameHolder(file: former ?? files[0], wasInForce: former != nil))
      })
  }

  /// Names that several files have, each with these files in order.
  private static func contested(_ readings: [FileReading], _ unread: [String: String]) -> [String: [String]] {
    guard readings.count > 1 || !unread.isEmpty else { return [:] }
    var contested: [String: [String]] = [:]
    var firsts: [String: String] = [:]
    for reading in readings {
      for placed in reading.inForce?.schedules ?? [] {
        let name = placed.schedule.name
        guard let first = unread[name] ?? firsts[name] else {
          firsts[name] = reading.file
          continue
        }
        if first != reading.file { contested[name, default: [first]].append(reading.file) }
      }
    }
    return contested
  }
}
