import Alerts
import CurlMail
import Seams

/// Sends alerts as mail.
package struct EmailSink: AlertSink {
  package let kind = "email"
  private let sender: CurlMailSender
  private let from: MailAddress
  private let to: [MailAddress]
  private let instance: String
  private let noteRefusals: @Sendable (String) -> Void
  private let serverName: String
  private let owed = OwedMail()

  /// - Parameter noteRefusals: told, in words, for which recipients the server did not take what it took for others, and never will.
  package init(
    server: MailServer, from: MailAddress, to: [MailAddress], instance: String,
    noteRefusals: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    (sender, serverName) = (CurlMailSender(server: server), server.name)
    (self.from, self.to, self.instance, self.noteRefusals) = (from, to, instance, noteRefusals)
  }

  /// An alert that the server took for some recipients only is sent again to those alone whom it asked to wait. It holds up no other.
  @discardableResult
  package func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
    let message = MailMessage(alert, from: from, to: to, instance: instance)
    let left = owed.recipients(of: alert.id)
    let recipients = left ?? to
    let receipt: MailReceipt
    do throws(MailError) {
      receipt = try await sender.send(from: from.text, to: recipients.map(\.text), message.bytes)
    } catch {
      throw AlertSinkError(error.description, isRefused: error.isRefused || left != nil)
    }
    let later = receipt.refusals.filter(\.isTemporary)
    let never = receipt.refusals.filter { !$0.isTemporary }
    if !never.isEmpty { noteRefusals(Self.words(never)) }
    owed.note(recipients.filter { recipient in later.contains { $0.recipient == recipient.text } }, of: alert.id)
    guard later.isEmpty else {
      throw AlertSinkError("\(serverName): taken, but not yet for \(Self.words(later))", isRefused: true)
    }
    return never.isEmpty ? receipt.answer : "\(receipt.answer); but not for \(Self.words(never))"
  }

  private static func words(_ refusals: [MailReceipt.Refusal]) -> String {
    refusals.map { "\($0.recipient): \($0.answer)" }.joined(separator: ", ")
  }
}
