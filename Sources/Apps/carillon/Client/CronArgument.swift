import CivilTime
import ControlMessages
import Cron

/// A cron expression with its zone and seed, as the command line gives them.
struct CronArgument {
  let text: String
  /// An IANA name; nil means UTC. A prefix `TZ=` in the text wins over it.
  var zone: String?
  /// What `H` is hashed from: the name of a schedule.
  var seed: String?

  /// False for one word such as a schedule's name. Everything that is a cron expression has a blank in it, or begins with a macro's `@`; a lone
  /// `*` is a mistake, but no name. A schedule's name may have blanks all the same: whoever finds no expression here asks for the name.
  var isMeantAsExpression: Bool {
    text.contains { $0.isWhitespace || $0 == "*" } || text.hasPrefix("@")
  }

  func expression() throws(ControlProblem) -> CronExpression {
    let rules = try zoneRules()
    do throws(CronError) {
      return try CronExpression(parsing: text, zone: rules, seed: seed, zoneNamed: CommandParts.zone(named:))
    } catch {
      let advice = error.code == .noSeed ? "\n--seed NAME stands in for the schedule's name" : ""
      throw ControlProblem(.badRequest, "this is not a cron expression:\n\(error.rendered(in: text))\(advice)")
    }
  }

  private func zoneRules() throws(ControlProblem) -> ZoneRules {
    guard let zone else { return .utc }
    guard let rules = CommandParts.zone(named: zone) else {
      throw ControlProblem(
        .badRequest, "--tz \(zone): no such time zone on this machine; write an IANA name such as Europe/Stockholm")
    }
    return rules
  }
}
