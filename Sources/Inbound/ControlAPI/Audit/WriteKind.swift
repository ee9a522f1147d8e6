import ControlMessages
import Hummingbird

/// What is known of a route that changes something. A route that is not listed is written down too, by its method and path.
struct WriteKind: Sendable {
  enum Subject: Sendable {
    /// The part of the path that the routes call so.
    case schedule, fire
    /// The schedules that the body selects.
    case selection
    /// The schedule that the body defines.
    case definition
    case none
  }

  var name: String
  var subject = Subject.none
  /// The body holds no secret, and says what the path does not.
  var keepsBody = false
  /// The answer holds no secret, and says what came of it.
  var keepsAnswer = true
  /// Done once for each `Idempotency-Key`.
  var takesKey = false

  /// - Parameter path: as the router has it, with its captures.
  static func of(_ method: String, _ path: String) -> WriteKind {
    known["\(method) \(path)"] ?? WriteKind(name: "\(method) \(path)", keepsAnswer: false)
  }

  private static let known = Dictionary(
    uniqueKeysWithValues: ([
      ("POST", ControlPaths.schedules, WriteKind(name: "schedule.create", subject: .definition, keepsAnswer: false, takesKey: true)),
      ("PUT", schedule(""), WriteKind(name: "schedule.update", subject: .schedule, keepsAnswer: false)),
      ("DELETE", schedule(""), WriteKind(name: "schedule.delete", subject: .schedule, keepsAnswer: false)),
      ("POST", schedule("/trigger"), WriteKind(name: "schedule.trigger", subject: .schedule, takesKey: true)),
      ("POST", schedule("/backfill"), WriteKind(name: "schedule.backfill", subject: .schedule, keepsBody: true, takesKey: true)),
      ("POST", ControlPaths.pause, WriteKind(name: "schedule.pause", subject: .selection, keepsBody: true)),
      ("POST", ControlPaths.resume, WriteKind(name: "schedule.resume", subject: .selection, keepsBody: true)),
      ("POST", ControlPaths.runs + "/:fire/cancel", WriteKind(name: "run.cancel", subject: .fire)),
      ("POST", ControlPaths.deadLettersReplay, WriteKind(name: "dead_letters.replay", keepsBody: true, takesKey: true)),
      ("POST", ControlPaths.deadLettersDrop, WriteKind(name: "dead_letters.drop", keepsBody: true)),
      ("POST", ControlPaths.alertsTest, WriteKind(name: "alerts.test", keepsBody: true)),
      ("POST", ControlPaths.sync, WriteKind(name: "sync")),
      ("POST", ControlPaths.storeBackup, WriteKind(name: "store.backup", keepsBody: true)),
      ("POST", ControlPaths.keys, WriteKind(name: "key.create", keepsBody: true, keepsAnswer: false)),
      ("POST", ControlPaths.keys + "/:key/rotate", WriteKind(name: "key.rotate", keepsBody: true, keepsAnswer: false)),
      ("POST", ControlPaths.keys + "/:key/revoke", WriteKind(name: "key.revoke")),
      ("POST", ControlPaths.signInLinks, WriteKind(name: "sign_in_link.create", keepsAnswer: false)),
      ("POST", ControlPaths.login, WriteKind(name: "login.ask", keepsAnswer: false)),
      ("POST", SignInPath.page, WriteKind(name: "sign_in.ask", keepsAnswer: false)),
      ("POST", SignInPath.out, WriteKind(name: "sign_out", keepsAnswer: false)),
      ("POST", ControlPaths.storeVerify, WriteKind(name: "store.verify", keepsAnswer: false)),
    ] + pages).map { method, path, kind in ("\(method) \(RouterPath(path).description)", kind) })

  /// The forms of the web page: their routes note what came of it.
  private static let pages: [(String, String, WriteKind)] = [
    ("POST", "/schedules/:schedule/trigger", WriteKind(name: "schedule.trigger", subject: .schedule, keepsAnswer: false)),
    ("POST", "/schedules/:schedule/pause", WriteKind(name: "schedule.pause", subject: .schedule, keepsAnswer: false)),
    ("POST", "/schedules/:schedule/resume", WriteKind(name: "schedule.resume", subject: .schedule, keepsAnswer: false)),
    ("POST", "/schedules/:schedule/backfill", WriteKind(name: "schedule.backfill", subject: .schedule, keepsAnswer: false)),
    ("POST", "/runs/:fire/cancel", WriteKind(name: "run.cancel", subject: .fire, keepsAnswer: false)),
    ("POST", "/runs/:fire/retry", WriteKind(name: "dead_letters.replay", subject: .fire, keepsAnswer: false)),
    ("POST", "/dead-letters/replay", WriteKind(name: "dead_letters.replay", keepsAnswer: false)),
    ("POST", "/dead-letters/drop", WriteKind(name: "dead_letters.drop", keepsAnswer: false)),
    ("POST", "/sync", WriteKind(name: "sync", keepsAnswer: false)),
  ]

  private static func schedule(_ rest: String) -> String { ControlPaths.schedules + "/:schedule" + rest }
}
