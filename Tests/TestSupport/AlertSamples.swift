import Alerts
import CivilTime
import Scheduling

/// Alerts for tests that need some.
package enum AlertSamples {
  package static let schedule = Identifier(high: 0, low: 1)
  package static let now = Instant(secondsSinceEpoch: 1_795_000_000)

  package static func alert(
    _ kind: AlertKind = .failed, schedule name: String = "nightly", sentence: String = "nightly has failed: it exited with 3"
  ) -> Alert {
    let due = Instant(secondsSinceEpoch: 1_794_999_960)
    let subject = AlertSubject(
      scheduleID: schedule, schedule: name, fire: Fire.id(schedule: schedule, due: due), due: due, outcome: .failed)
    return Alert(
      kind, .opened, cause: "failing/\(schedule)", reason: Reason("exit_code", sentence), at: now, subject: subject,
      why: "carillon why nightly --at \(due.iso8601)")
  }

  package static func cause(_ key: String, count: Int = 1) -> OpenCause {
    var alert = alert()
    alert.cause = key
    var cause = OpenCause(alert, sinks: ["ops"])
    cause.count = count
    cause.told = [.failed]
    cause.lastTold = now
    return cause
  }

  package static func waiting(_ number: Int64) -> WaitingAlert {
    WaitingAlert(number: number, sink: "ops", alert: alert(), attempts: 2, nextTry: now.advanced(by: .seconds(number)))
  }
}
