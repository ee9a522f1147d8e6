import CCurl
import Dispatch

/// Sends mail through libcurl, one message at a time, each over a connection of its own.
package struct CurlMailSender: Sendable {
  private let server: MailServer
  /// libcurl waits in place here, so that nobody else does.
  private let queue = DispatchQueue(label: "carillon.mail")

  private static let globalInit = ccurl_global_init()

  package init(server: MailServer) {
    precondition(Self.globalInit == CURLE_OK, "libcurl does not start: code \(Self.globalInit.rawValue)")
    self.server = server
  }

  /// Ends within 45 s.
  /// - Parameters:
  ///   - sender: of the envelope, as `name@host`.
  ///   - recipients: likewise; one that the server refuses keeps the mail from no other. When it refuses all, that is an error.
  ///   - message: headers and body with CRLF between lines.
  package func send(from sender: String, to recipients: [String], _ message: [UInt8]) async throws(MailError) -> MailReceipt {
    let result: Result<MailReceipt, MailError> = await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: MailTransfer(server, message).perform(from: sender, to: recipients)) }
    }
    return try result.get()
  }
}
