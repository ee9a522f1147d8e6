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
}

extension NameHolder {
  /// By name; empty where no two files have one.
  /// - Parameter before: the files whose definitions of these names were in force, by name.
  static func holders(_ readings: [FileReading], before: (Set<String>) -> [String: String]) -> [String: NameHolder] {
    let contested = contested(readings)
    guard !contested.isEmpty else { return [:] }
    let before = before(Set(contested.keys))
    return Dictionary(
      uniqueKeysWithValues: contested.map { name, files in
        let former = before[name].flatMap { files.contains($0) ? $0 : nil }
        return (name, NameHolder(file: former ?? files[0], wasInForce: former != nil))
      })
  }

  /// Names that several files have, each with these files in order.
  private static func contested(_ readings: [FileReading]) -> [String: [String]] {
    guard readings.count > 1 else { return [:] }
    var contested: [String: [String]] = [:]
    var firsts: [String: String] = [:]
    for reading in readings {
      for placed in reading.inForce?.schedules ?? [] {
        let name = placed.schedule.name
        guard let first = firsts[name] else {
          firsts[name] = reading.file
          continue
        }
        if first != reading.file { contested[name, default: [first]].append(reading.file) }
      }
    }
    return contested
  }
}
