import CivilTime
import Cron

/// The patterns of a file in one zone, as texts and parsed.
struct ParsedWorkload {
  let texts: [String]
  let zone: ZoneRules
  let expressions: [CronExpression]

  init(path: String, zone name: String) throws {
    let zone = try Workload.zone(named: name)
    texts = try Workload.patterns(in: path)
    self.zone = zone
    expressions = try texts.map { try CronExpression(parsing: $0, zone: zone) }
  }
}
