import CivilTime
import ControlMessages
import Cron

/// What `explain` says about a cron expression.
struct Explanation: Encodable {
  /// As it was given.
  let expression: String
  let words: String
  /// One spelling for all expressions that mean the same.
  let canonical: String
  let timeZone: String
  /// `reboot` for what fires at every start of the service and at no instant; null otherwise.
  @ExplicitNull var event: String?
  /// True when no date satisfies the fields.
  let neverFires: Bool
  /// The next five; fewer when the years are used up.
  let next: [DueItem]
  let warnings: [CronWarningItem]

  private static let shownFires = 5

  enum CodingKeys: String, CodingKey {
    case expression, words, canonical, event, next, warnings
    case timeZone = "time_zone"
    case neverFires = "never_fires"
  }

  init(_ argument: CronArgument, at now: Instant) throws(ControlProblem) {
    let cron = try argument.expression()
    expression = argument.text
    words = cron.explain(after: now)
    canonical = cron.description
    timeZone = cron.zone.name
    neverFires = cron.neverFires
    next = cron.fires(after: now).prefix(Self.shownFires).map { DueItem($0, in: cron.zone, clockChange: cron.clockChange(at: $0)) }
    warnings = cron.warnings.map { CronWarningItem($0, of: cron, text: argument.text) }
    event = cron.isReboot ? "reboot" : nil
  }
}
