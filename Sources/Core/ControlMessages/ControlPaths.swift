/// The paths of the control API, known to both ends.
package enum ControlPaths {
  package static let status = "/api/v1/status"
  package static let schedules = "/api/v1/schedules"
  /// Schedules in few words, for long lists.
  package static let scheduleSummaries = "/api/v1/schedule-summaries"
  package static let runs = "/api/v1/runs"
  package static let pipelines = "/api/v1/pipelines"
  package static let events = "/api/v1/events"
  package static let openAPI = "/api/v1/openapi.json"
  /// What `public_url` leads to, with the token behind it. It needs no login: the token is the credential.
  package static let callbacks = "/callbacks"
  package static let sync = "/api/v1/sync"
  package static let pause = "/api/v1/pause"
  package static let resume = "/api/v1/resume"
  package static let audit = "/api/v1/audit"
  package static let deadLetters = "/api/v1/dead-letters"
  package static let deadLettersReplay = "\(deadLetters)/replay"
  package static let deadLettersDrop = "\(deadLetters)/drop"
  package static let alerts = "/api/v1/alerts"
  package static let alertsTest = "\(alerts)/test"
  package static let storeBackup = "/api/v1/store/backup"
  package static let storeVerify = "/api/v1/store/verify"
  package static let signInLinks = "/api/v1/sign-in-links"
  package static let login = "/api/v1/login"
  package static let keys = "/api/v1/keys"

  package static let auditLog = "/api/v1/audit-log"

  package static func definition(_ nameOrID: String) -> String { "\(schedule(nameOrID))/definition" }

  package static func auditLog(_ query: AuditLogRequest) -> String {
    auditLog
      + self.query([
        ("page", String(query.page)), ("size", String(query.size)), ("who", query.who), ("operation", query.operation),
        ("subject", query.subject), ("since", query.since),
      ])
  }

  package static func schedule(_ nameOrID: String) -> String {
    "\(schedules)/\(PercentCoding.encoded(nameOrID))"
  }

  package static func key(_ name: String) -> String { "\(keys)/\(PercentCoding.encoded(name))" }

  package static func trigger(_ nameOrID: String) -> String {
    "\(schedule(nameOrID))/trigger"
  }

  package static func backfill(_ nameOrID: String) -> String { "\(schedule(nameOrID))/backfill" }

  package static func guarantee(_ nameOrID: String) -> String { "\(schedule(nameOrID))/guarantee" }

  package static func exclusions(of nameOrID: String, from: String?, count: Int) -> String {
    "\(schedule(nameOrID))/exclusions" + query([("from", from), ("count", "\(count)")])
  }

  package static func why(_ nameOrID: String, at instant: String?) -> String {
    "\(schedule(nameOrID))/why" + query([("at", instant)])
  }

  package static func audit(from: String?, to: String?) -> String { audit + query([("from", from), ("to", to)]) }

  package static func deadLetters(limit: Int) -> String { "\(deadLetters)?limit=\(limit)" }

  package static func cancel(_ fireID: String, force: Bool) -> String {
    "\(run(fireID))/cancel" + query([("force", force ? "true" : nil)])
  }

  package static func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) -> String {
    "\(run(fireID))/log" + query([("attempt", attempt.map { "\($0)" }), ("offset", "\(offset)"), ("wait", "\(seconds)")])
  }

  package static func run(_ fireID: String) -> String {
    "\(runs)/\(PercentCoding.encoded(fireID))"
  }

  /// A page of a list.
  package static func list(_ path: String, _ list: ListQuery) -> String {
    var values: [(String, String?)] = [("page", "\(list.page)"), ("size", "\(list.size)"), ("sort_by", list.order?.text)]
    values.append(("project", list.project))
    values += list.filters.map { ($0.field, $0.text) }
    return path + query(values + [("logical_operator", list.matchesAny ? "or" : nil)])
  }

  package static func events(_ wanted: EventQuery) -> String {
    events + query([("schedule", wanted.schedule), ("after", wanted.after.map { "\($0)" }), ("follow", wanted.follows ? nil : "false")])
  }

  package static func callback(_ token: String) -> String { "\(callbacks)/\(PercentCoding.encoded(token))" }

  package static func pipeline(_ nameOrID: String) -> String { "\(pipelines)/\(PercentCoding.encoded(nameOrID))" }
}

extension ControlPaths {
  /// The values that are given, as a query; nothing for none.
  private static func query(_ values: [(name: String, value: String?)]) -> String {
    let pairs = values.compactMap { name, value in value.map { "\(name)=\(PercentCoding.encoded($0))" } }
    return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
  }
}

/// How many runs one answer may list.
package enum RunListLimit {
  package static let allowed = 1...1000
  /// Fits a screen twice; who wants more says so.
  package static let standard = 50
}
