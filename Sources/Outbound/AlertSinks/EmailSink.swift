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

  /// - Parameter noteRefusals: told, in words, for which recipients the server did not take what it took for others.
  package init(
    server: MailServer, from: MailAddress, to: [MailAddress], instance: String,
    noteRefusals: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    sender = CurlMailSender(server: server)
    (self.from, self.to, self.instance, self.noteRefusals) = (from, to, instance, noteRefusals)
  }

  @discardableResult
  package func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
    let message = MailMessage(alert, from: from, to: to, instance: instance)
    do throws(MailError) {
      return words(try await sender.send(from: from.text, to: to.map(\.text), message.bytes))
    } catch {
      throw AlertSinkError(error.description, isRefused: error.isRefused)
    }
  }

  private func words(_ receipt: MailReceipt) -> String {
    guard !receipt.refusals.isEmpty else { return receipt.answer }
    let refusals = receipt.refusals.map { "\($0.recipient): \($0.answer)" }.joined(separator: ", ")
    noteRefusals(refusals)
    return "\(receipt.answer); but not for \(refusals)"
  }
}
