import ControlMessages
import HTTPTypes

/// Who may use which route: the one table, and a route that is not in it is refused to everyone.
package enum RouteRoles {
  package enum Access: Hashable, Sendable {
    /// Whoever reaches the daemon.
    case open
    case role(Role)
  }

  /// Who may GET may HEAD.
  /// - Parameter path: as the route is declared; what it captures is `*` in the table.
  package static func access(_ method: HTTPRequest.Method, _ path: String) -> Access? {
    let method = method == .head ? .get : method
    return table["\(method.rawValue) \(pattern(path))"]
  }

  /// `/api/v1/runs/{fire}/log` and `/api/v1/runs/:fire/log` are `/api/v1/runs/*/log`.
  private static func pattern(_ path: String) -> String {
    let segments = path.split(separator: "/").map { [":", "{"].contains($0.prefix(1)) ? "*" : $0 }
    return "/" + segments.joined(separator: "/")
  }

  private static let table: [String: Access] = [open, viewer, operatorsOwn, admin].reduce(into: [:]) {
    $0.merge($1) { first, _ in first }
  }

  private static let open = entries(
    .open,
    [
      "GET /sign-in", "POST /sign-in", "GET /sign-in/once/*", "GET /assets/*", "GET /favicon.ico", "GET /healthz", "GET /readyz",
      "POST /api/v1/login",
      // The token in its path is the credential.
      "POST /callbacks/*",
    ])

  private static let viewer = entries(
    .role(.viewer),
    [
      "GET /api/v1/schedule-summaries",
      "GET /api/v1/schedules", "GET /api/v1/schedules/*", "GET /api/v1/schedules/*/why", "GET /api/v1/schedules/*/guarantee",
      "GET /api/v1/schedules/*/exclusions",
      "GET /api/v1/runs", "GET /api/v1/runs/*", "GET /api/v1/runs/*/log", "GET /api/v1/audit", "GET /api/v1/dead-letters",
      "GET /api/v1/status", "GET /api/v1/alerts", "GET /metrics", "GET /api/v1/pipelines", "GET /api/v1/pipelines/*",
      "GET /api/v1/events", "GET /api/v1/openapi.json",
      "POST /sign-out",
      "GET /", "GET /schedules", "GET /schedules/*", "GET /runs", "GET /runs/*", "GET /forecast", "GET /dead-letters", "GET /sync",
      "GET /audit",
    ])

  private static let operatorsOwn = entries(
    .role(.operator),
    [
      "POST /api/v1/schedules/*/trigger", "POST /api/v1/schedules/*/backfill", "POST /api/v1/pause", "POST /api/v1/resume",
      "POST /api/v1/runs/*/cancel", "POST /api/v1/dead-letters/replay", "POST /api/v1/dead-letters/drop", "POST /api/v1/sync",
      // What reads or runs things on the daemon's machine needs an admin besides: see LocalScheduleRules.
      "GET /api/v1/schedules/*/definition", "POST /api/v1/schedules", "PUT /api/v1/schedules/*", "DELETE /api/v1/schedules/*",
    ] + operatorsPages)

  /// Each deed of the web page is asked for by GET, and done by POST.
  private static let operatorsPages =
    [
      "schedules/*/trigger", "schedules/*/pause", "schedules/*/resume", "schedules/*/backfill", "runs/*/cancel", "runs/*/retry",
    ].flatMap { ["GET /\($0)", "POST /\($0)"] }
    + ["GET /dead-letters/confirm", "POST /dead-letters/replay", "POST /dead-letters/drop", "POST /sync"]

  private static let admin = entries(
    .role(.admin),
    [
      "POST /api/v1/store/backup", "POST /api/v1/store/verify", "POST /api/v1/sign-in-links", "POST /api/v1/alerts/test",
      "GET /api/v1/keys", "POST /api/v1/keys", "POST /api/v1/keys/*/rotate", "POST /api/v1/keys/*/revoke",
      // Who did what is for those who answer for it.
      "GET /api/v1/audit-log",
    ])

  private static func entries(_ access: Access, _ routes: [String]) -> [String: Access] {
    Dictionary(uniqueKeysWithValues: routes.map { ($0, access) })
  }
}
