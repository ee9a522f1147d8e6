/// The paths of the control API, known to both ends.
package enum ControlPaths {
  package static let status = "/api/v1/status"
  package static let schedules = "/api/v1/schedules"
  package static let runs = "/api/v1/runs"
  package static let sync = "/api/v1/sync"

  package static func schedule(_ nameOrID: String) -> String {
    "\(schedules)/\(PercentCoding.encoded(nameOrID))"
  }

  package static func trigger(_ nameOrID: String) -> String {
    "\(schedule(nameOrID))/trigger"
  }

  package static func run(_ fireID: String) -> String {
    "\(runs)/\(PercentCoding.encoded(fireID))"
  }

  package static func runs(schedule: String?, limit: Int) -> String {
    "\(runs)?limit=\(limit)" + (schedule.map { "&schedule=\(PercentCoding.encoded($0))" } ?? "")
  }
}

/// How many runs one answer may list.
package enum RunListLimit {
  package static let allowed = 1...1000
  /// Fits a screen twice; who wants more says so.
  package static let standard = 50
}
