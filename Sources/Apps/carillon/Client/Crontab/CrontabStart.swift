import Scheduling

/// What a line of a crontab starts, and when; what a schedule of a folder does.
struct CrontabStart: Equatable {
  /// What a schedule must have of a line to be that line's from an import before, the surest first.
  enum Likeness: CaseIterable {
    case whole
    /// The command and when it is due, in whatever folder and with whatever variables.
    case due
    case command
  }

  let command: CommandTrigger
  /// Nil for what is due in another way.
  let expression: String?
  /// An IANA name.
  let timeZone: String

  func isLike(_ other: CrontabStart, _ likeness: Likeness) -> Bool {
    switch likeness {
    case .whole: self == other
    case .due: command.argv == other.command.argv && expression == other.expression && timeZone == other.timeZone
    case .command: command.argv == other.command.argv
    }
  }
}
