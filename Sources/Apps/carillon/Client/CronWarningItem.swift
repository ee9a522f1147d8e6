import ControlMessages
import Cron

/// A warning as `explain` gives it.
struct CronWarningItem: Encodable {
  let code: String
  /// Null when it is about the whole expression.
  @ExplicitNull var field: String?
  /// UTF-8 bytes of the expression before the part meant.
  let position: Int
  /// UTF-8 bytes of the part.
  let length: Int
  let message: String
  @ExplicitNull var hint: String?
  /// Whole expressions to write instead; only with `star-step-day-or`.
  @ExplicitNull var rewrites: Rewrites?
  /// For people: the warning with carets.
  let text: String

  struct Rewrites: Codable, Sendable {
    /// A day that either day field allows is enough.
    let either: String
    /// The day must satisfy both day fields.
    let both: String
  }

  enum CodingKeys: String, CodingKey {
    case code, field, length, message, hint, rewrites
    case position = "pos"
  }

  init(_ warning: CronWarning, of expression: CronExpression, text: String) {
    code = warning.code.rawValue
    position = warning.position
    length = warning.length
    message = warning.message
    self.text = warning.text(in: text)
    field = warning.field?.rawValue
    hint = warning.hint
    let spellings = warning.code == .starStepDayOr ? expression.dayRewrites : nil
    rewrites = spellings.map { Rewrites(either: $0.either, both: $0.both) }
  }
}
