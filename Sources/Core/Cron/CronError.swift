/// Why a text is not a cron expression: the first problem from the left.
public struct CronError: Error, CronDiagnostic {
  /// The raw values are stable: programs and tests rely on them.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    /// Nothing but blanks, or nothing after the time zone.
    case empty
    /// More than 1024 bytes.
    case tooLong = "too-long"
    /// A character that is neither printable ASCII nor a tab.
    case badCharacter = "bad-character"
    /// Not 5, 6 or 7 fields.
    case fieldCount = "field-count"
    /// A word after `@` that is no macro; `@every` is an interval.
    case unknownMacro = "unknown-macro"
    /// Something follows a macro.
    case trailing
    /// A zone that is unknown, empty, or no IANA name.
    case badTimeZone = "bad-time-zone"
    /// Nothing between two commas, at an end of a list, or after `+`.
    case emptyItem = "empty-item"
    /// Neither a number nor a name that the field knows.
    case badValue = "bad-value"
    /// A number that the field does not have.
    case outOfRange = "out-of-range"
    /// A dash without a value on both sides, or more than one.
    case badRange = "bad-range"
    /// A range that runs backwards in the year field or in `H(a-b)`; elsewhere it wraps.
    case reversedRange = "reversed-range"
    /// A step that is no whole number from 1 to 9999, a second one, or one with nothing before it.
    case badStep = "bad-step"
    /// `?` in a field other than the two day fields, or not alone.
    case badQuestionMark = "bad-question-mark"
    /// `nW` beside other items.
    case nearestWorkdayInList = "w-in-list"
    /// `#` without a weekday before it, or without 1 to 5 or `L` after it.
    case badNth = "bad-nth"
    /// `H` without a seed.
    case noSeed = "no-seed"
    /// Never thrown by the parser: an impossible date parses. See ``CronExpression/neverFiresError``.
    case neverFires = "never-fires"
  }

  /// Which problem it is.
  public let code: Code
  /// The field that it is about; nil when it is about the whole text.
  public let field: CronField?
  /// UTF-8 bytes before the part meant; 0 is the first.
  public let position: Int
  /// UTF-8 bytes of the part; zero when something is missing at ``position``.
  public let length: Int
  /// One sentence without field and hint, for people; programs look at ``code``.
  public let message: String
  /// What to write instead.
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
