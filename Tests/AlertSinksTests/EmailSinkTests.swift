import AlertSinks
import Alerts
import CurlMail
import Foundation
import Seams
import Synchronization
import TestSupport
import Testing

/// Mail, to a real server.
@Suite(.timeLimit(.minutes(8))) struct EmailSinkTests {
  private let from = MailAddress("carillon@example.com")!
  private let to = [MailAddress("ops@example.com")!, MailAddress("night@example.com")!]

  private func sink(
    _ server: MailServerProcess, _ encryption: MailServer.Encryption, login: (user: String, password: String)? = nil, trusted: Bool = true,
    to: [MailAddress]? = nil, noteRefusals: @escaping @Sendable (String) -> Void = { _ in }
  ) -> EmailSink {
    let mail = MailServer(
      host: encryption == .none ? "127.0.0.1" : "localhost", port: server.port, encryption: encryption, login: login,
      authoritiesFile: trusted ? server.certificate : nil)
    return EmailSink(server: mail, from: from, to: to ?? self.to, instance: "test", noteRefusals: noteRefusals)
  }

  @Test func mailGoesOverStartTLSWithALogin() async throws {
    let server = try await MailServerProcess.start(.starttls, login: ("carillon", "sesame"))
    let answer = try await sink(server, .startTLS, login: ("carillon", "sesame")).deliver(AlertSamples.alert())
    #expect(answer.contains("queued as 4711"))
    let message = try #require(server.messages.first)
    #expect(message.encrypted && message.login == "carillon")
    #expect(message.from == "carillon@example.com" && message.to == ["ops@example.com", "night@example.com"])
    #expect(message.content.contains("nightly has failed: it exited with 3"))
  }

  @Test func mailGoesOverTLSFromTheFirstByte() async throws {
    let server = try await MailServerProcess.start(.implicit)
    try await sink(server, .implicit).deliver(AlertSamples.alert())
    #expect(server.messages.map(\.encrypted) == [true])
  }

  @Test func aServerWithoutTLSGetsNothingUnlessThatIsAllowed() async throws {
    let server = try await MailServerProcess.start(.plain)
    await #expect(throws: AlertSinkError.self) { try await sink(server, .startTLS).deliver(AlertSamples.alert()) }
    #expect(server.messages.isEmpty)
    try await sink(server, .none).deliver(AlertSamples.alert())
    #expect(server.messages.map(\.encrypted) == [false])
  }

  @Test func aCertificateThatNobodyKnowsIsRefused() async throws {
    let server = try await MailServerProcess.start(.starttls)
    let error = await #expect(throws: AlertSinkError.self) {
      try await sink(server, .startTLS, trusted: false).deliver(AlertSamples.alert())
    }
    #expect(error?.isRefused == true)
    #expect(server.messages.isEmpty)
  }

  @Test func aWrongPasswordIsRefusedAndNotShown() async throws {
    let server = try await MailServerProcess.start(.starttls, login: ("carillon", "sesame"))
    let error = await #expect(throws: AlertSinkError.self) {
      try await sink(server, .startTLS, login: ("carillon", "open-barley")).deliver(AlertSamples.alert())
    }
    #expect(error?.isRefused == true && error?.description.contains("open-barley") == false)
  }

  @Test func aRecipientThatIsNotThereIsRefusedInTheServersWords() async throws {
    let server = try await MailServerProcess.start(.plain)
    let gone = MailAddress("refused@example.com")!
    let error = await #expect(throws: AlertSinkError.self) { try await sink(server, .none, to: [gone]).deliver(AlertSamples.alert()) }
    #expect(error?.isRefused == true && error?.description.contains("no such user here") == true)
  }

  private final class Notes: Sendable {
    let all = Mutex<[String]>([])
  }

  @Test func aRefusedRecipientKeepsTheMailFromNobodyElseAndIsNamed() async throws {
    let server = try await MailServerProcess.start(.starttls, login: ("carillon", "sesame"))
    let (some, notes) = ([to[0], MailAddress("refused@example.com")!, to[1]], Notes())
    let sink = sink(server, .startTLS, login: ("carillon", "sesame"), to: some) { refusals in notes.all.withLock { $0.append(refusals) } }
    let answer = try await sink.deliver(AlertSamples.alert())
    #expect(server.messages.map(\.to) == [["ops@example.com", "night@example.com"]])
    #expect(answer == "250 2.0.0 queued as 4711; but not for refused@example.com: 550 5.1.1 no such user here")
    let noted = notes.all.withLock { $0 }
    #expect(noted == ["refused@example.com: 550 5.1.1 no such user here"])
  }

  @Test func aRecipientThatIsToWaitAloneIsSentTheMailAgain() async throws {
    let server = try await MailServerProcess.start(.plain)
    let (some, notes) = ([to[0], MailAddress("later@example.com")!, MailAddress("refused@example.com")!, to[1]], Notes())
    let sink = sink(server, .none, to: some) { refusals in notes.all.withLock { $0.append(refusals) } }
    let error = await #expect(throws: AlertSinkError.self) { try await sink.deliver(AlertSamples.alert()) }
    #expect(error?.description == "127.0.0.1:\(server.port): taken, but not yet for later@example.com: 451 4.7.1 come back later")
    #expect(error?.isRefused == true, "the others need not wait for it")
    let answer = try await sink.deliver(AlertSamples.alert())
    #expect(answer == "250 2.0.0 queued as 4711")
    #expect(server.messages.map(\.to) == [["ops@example.com", "night@example.com"], ["later@example.com"]])
    let noted = notes.all.withLock { $0 }
    #expect(noted == ["refused@example.com: 550 5.1.1 no such user here"])
  }

  @Test func nothingOfAnAlertGetsIntoAHeader() async throws {
    let server = try await MailServerProcess.start(.plain)
    let alert = AlertSamples.alert(schedule: "x\r\nBcc: all@example.com\r\n\r\nhello", sentence: ".\r\n.\r\nQUIT\r\n\u{1F514} ünï")
    try await sink(server, .none).deliver(alert)
    let message = try #require(server.messages.first)
    let head = message.content.prefix { _ in true }.components(separatedBy: "\r\n\r\n")[0]
    #expect(!head.contains("Bcc") && message.to == ["ops@example.com", "night@example.com"])
    #expect(message.content.utf8.allSatisfy { $0 < 0x80 }, "ASCII on the wire")
    #expect(message.content.components(separatedBy: "\r\n").filter { $0.utf8.count > 76 } == [], "RFC 2045 and RFC 2047: 76 characters")
    #expect(head.components(separatedBy: "\r\n").allSatisfy { $0.first == " " || $0.contains(": ") })
  }

  @Test func keepsThePromisesOfSinks() async throws {
    let violations = try await AlertSinkConformance.violations { world in
      let server = try await MailServerProcess.start(.starttls, login: ("carillon", "sesame"))
      let password = world == .refusing ? "canary-wrong" : "sesame"
      var mail = MailServer(
        host: "localhost", port: server.port, encryption: .startTLS, login: ("carillon", password), authoritiesFile: server.certificate)
      if world == .away { mail.port = try unusedPort() }
      let sink = EmailSink(server: mail, from: from, to: to, instance: "test")
      return AlertSinkConformance.Scene(sink, secrets: ["sesame", "canary-wrong"]) {
        server.messages.compactMap { $0.content.firstMatch(of: /Message-ID: <([0-9a-f-]+)@/).map { String($0.1) } }
      }
    }
    #expect(violations == [])
  }
}

/// A port of this machine on which nobody listens now.
func unusedPort() throws -> Int {
  let server = try LoopbackServer { _ in .close }
  server.stop()
  return server.port
}
