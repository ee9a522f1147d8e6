import CivilTime
import ControlMessages
import Cron
import Scheduling

/// When something is due, computed here with the rules that the daemon uses.
struct TimingPreview {
  let due: DueInstants
  let zone: ZoneRules
  /// Ready to be printed, each ended by a newline.
  let warnings: [String]
  /// The schedule's id where calendars may exclude what is due: they stand in the daemon's configuration, so it is asked.
  var scheduleWithCalendars: String?

  /// nil when the text is not meant as a cron expression.
  init?(_ argument: CronArgument) throws(ControlProblem) {
    guard argument.isMeantAsExpression else { return nil }
    let expression = try argument.expression()
    if expression.isReboot { throw Self.problem("'@reboot' names no instant: it fires when the service starts") }
    if let never = expression.neverFiresError {
      throw Self.problem("this expression is never due:\n\(never.rendered(in: argument.text))")
    }
    due = DueInstants(timing: .cron(expression))
    zone = expression.zone
    warnings = expression.warnings.map { $0.text(in: argument.text) }
  }

  init(_ schedule: ScheduleItem) throws(ControlProblem) {
    if schedule.trigger == Scheduling.Trigger.Kind.chain.rawValue {
      let command = "carillon explain \(schedule.name.shellQuoted)"
      throw ControlProblem(
        .conflict, "'\(schedule.name)' follows another schedule: it has no instants of its own; '\(command)' says which")
    }
    do {
      let timing = try RecordTiming(of: ScheduleRecord(schedule), zoneNamed: CommandParts.zone(named:))
      due = timing.due
      // A prefix `TZ=` in the expression wins over the schedule's own zone.
      zone = Self.expression(of: due)?.zone ?? CommandParts.zone(named: schedule.timeZone) ?? .utc
      warnings = (timing.warnings.map(\.sentence) + schedule.whyNothingIsStarted).map { "warning: \($0.printable)\n" }
      if schedule.state == "armed", schedule.policy?.calendars.isEmpty == false { scheduleWithCalendars = schedule.id }
    } catch let invalid as InvalidRecord {
      throw ControlProblem(.conflict, "'\(schedule.name)' is never due: \(invalid.reason)")
    } catch {
      throw ControlProblem(.failure, "'\(schedule.name)': \(error)")
    }
  }

  /// What an expression says, in English; nil for an interval or a single instant.
  func heading(after instant: Instant) -> String? {
    Self.expression(of: due)?.explain(after: instant)
  }

  func items(after instant: Instant, count: Int) -> [DueItem] {
    let expression = Self.expression(of: due)
    var items: [DueItem] = []
    var last = instant
    while items.count < count, let next = due.next(after: last) {
      items.append(DueItem(next, in: zone, clockChange: expression?.clockChange(at: next)))
      last = next
    }
    return items
  }

  /// nil for an interval and for a single instant, which no wall clock moves.
  private static func expression(of due: DueInstants) -> CronExpression? {
    if case .cron(let expression) = due.timing { expression } else { nil }
  }

  private static func problem(_ message: String) -> ControlProblem { ControlProblem(.badRequest, message) }
}

extension [DueItem] {
  /// What to ask for all that calendars say of them: each time from the last instant on that was asked for.
  func exclusionQuestions(after start: String) -> [(from: String, count: Int)] {
    let most = ExclusionLimit.allowed.upperBound
    return stride(from: 0, to: count, by: most).map { ($0 == 0 ? start : self[$0 - 1].due, Swift.min(most, count - $0)) }
  }

  /// Those that calendars exclude say so.
  func marked(_ exclusions: [ExclusionItem]) -> [DueItem] {
    let byDue = Dictionary(exclusions.map { ($0.due, $0) }, uniquingKeysWith: { first, _ in first })
    return map { item in
      var item = item
      if let exclusion = byDue[item.due] { (item.calendar, item.deferredUntil) = (exclusion.calendar, exclusion.deferredUntil) }
      return item
    }
  }
}

extension ScheduleItem {
  /// What to know beside the instants at which it is due; empty for one that is armed.
  fileprivate var whyNothingIsStarted: [String] {
    guard state != "armed" else { return [] }
    let until = state == "paused" ? pause?.until.map { " until \($0)" } : nil
    return ["it is \(state)\(until ?? ""): Carillon starts nothing\(reason.map { " (\($0))" } ?? "")"]
  }
}
