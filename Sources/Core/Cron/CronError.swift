/// Why a text is not a cron expression: the first problem from the left.
public struct CronError: Error, CronDiagnostic {
  /// The raw values are stable: programs and tests rely on them.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    case empty
    case tooLong = "too-long"
    case badCharacter = "bad-character"
    case fieldCount = "field-count"
    case unknownMacro = "unknown-macro"
    case trailing
    case badTimeZone = "bad-time-zone"
    case emptyItem = "empty-item"
    case badValue = "bad-value"
    case outOfRange = "out-of-range"
    case badRange = "bad-range"
    case reversedRange = "reversed-range"
    case badStep = "bad-step"
    case badQuestionMark = "bad-question-mark"
    case nearestWorkdayInList = "w-in-list"
    case badNth = "bad-nth"
    case noSeed = "no-seed"
    /// Never thrown by the parser: an impossible date parses. See ``CronExpression/neverFiresError``.
    case neverFires = "never-fires"
  }

  public let code: Code
  public let field: CronField?
  public let position: Int
  public let length: Int
  public let message: String
  public let hint: String?

  init(_ code: Code, field: CronField? = nil, at range: Range<Int>, _ message: String, hint: String? = nil) {
    self.code = code
    self.field = field
    position = range.lowerBound
    length = range.count
    self.message = message
    self.hint = hint
  }
}
