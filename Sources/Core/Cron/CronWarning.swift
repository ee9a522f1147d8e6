/// Something that is accepted but often not what its author meant.
public struct CronWarning: CronDiagnostic {
  /// The raw values are stable: programs and tests rely on them.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    /// `*/n` in a day field beside a restricted one: an OR here, an AND in Debian cron.
    case starStepDayOr = "star-step-day-or"
    /// `a-a`: one value here, the whole field in croniter.
    case equalRange = "equal-range"
    /// A step over a range that wraps: peers count it differently.
    case steppedWrap = "stepped-wrap"
    /// The step leaves the first value only.
    case stepTooLarge = "step-too-large"
    /// `59/15`: one value here, every 15 in croniter 6.
    case startIsMaximum = "start-is-maximum"
    /// Day of month and day of week both restricted: either one is enough.
    case bothDayFields = "both-day-fields"
    /// The step does not divide the field: the last interval is shorter.
    case unevenStep = "uneven-step"
    /// A time at night in a zone with daylight time.
    case daylightWindow = "dst-window"
    /// Some months do not have the day.
    case shortMonths = "short-months"
    /// No date satisfies the fields.
    case neverFires = "never-fires"
  }

  /// Which surprise it is.
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
