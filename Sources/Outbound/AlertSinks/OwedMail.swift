import Alerts
import Scheduling
import Synchronization

/// Alerts that a mail server took for some recipients, and not yet for others. Known in this life of the daemon only: after a restart all
/// recipients get such an alert again, under the same id.
final class OwedMail: Sendable {
  /// Of more, all are forgotten, as by a restart: nobody says which of them were given up.
  private static let limit = 1000
  /// Who is still to get an alert, by its id.
  private let owed = Mutex<[Identifier: [MailAddress]]>([:])

  /// Nil: not known to be taken for anybody.
  func recipients(of alert: Identifier) -> [MailAddress]? { owed.withLock { owed in owed[alert] } }

  /// - Parameter recipients: who is still to get the alert; empty: nobody.
  func note(_ recipients: [MailAddress], of alert: Identifier) {
    owed.withLock { owed in
      owed[alert] = nil
      guard !recipients.isEmpty else { return }
      if owed.count >= Self.limit { owed = [:] }
      owed[alert] = recipients
    }
  }
}
