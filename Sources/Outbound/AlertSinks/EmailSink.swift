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

  package init(server: MailServer, from: MailAddress, to: [MailAddress], instance: String) {
    sender = CurlMailSender(server: server)
    (self.from, self.to, self.instance) = (from, to, instance)
  }

  @discardableResult
  package func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
    let message = MailMessage(alert, from: from, to: to, instance: instance)
    do throws(MailError) {
      return try await sender.send(from: from.text, to: to.map(\.text), message.bytes)
    } catch {
      throw AlertSinkError(error.description, isRefused: error.isRefused)
    }
  }
}
