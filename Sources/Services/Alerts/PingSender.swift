import CivilTime
import Seams

/// Sends one ping, a few times where that can help.
struct PingSender: Sendable {
  let transport: any HTTPTransport
  let clock: any WallClock

  /// Behind the first and the second try. What is not told by then is not told: the next run tells more.
  private static let pauses: [Duration] = [.seconds(1), .seconds(5)]
  private static let timeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(10))
  private static let answerBytesMost = 64 * 1024

  /// - Returns: why it could not be told, without the URL's path, which is a secret; nil: it was.
  func send(_ ping: Ping) async -> String? {
    for pause in Self.pauses {
      guard let problem = await attempt(ping) else { return nil }
      guard problem.mayPass else { return problem.sentence }
      await Doorbell().wait(until: clock.now().advanced(by: pause), by: clock)
      if Task.isCancelled { return problem.sentence }
    }
    return await attempt(ping)?.sentence
  }

  private struct Problem {
    var sentence: String
    var mayPass: Bool
  }

  private func attempt(_ ping: Ping) async -> Problem? {
    var request = HTTPRequest("POST", ping.target, body: Array(ping.body.utf8), timeouts: Self.timeouts)
    request.headers = [HTTPHeader("Content-Type", "text/plain; charset=utf-8"), HTTPHeader("User-Agent", "carillon")]
    request.maximumResponseBytes = Self.answerBytesMost
    do throws(HTTPTransportError) {
      let status = try await transport.send(request).status
      if (200..<300).contains(status) { return nil }
      return Problem(sentence: "it answered with status \(status)", mayPass: status >= 500 || status == 408 || status == 429)
    } catch {
      return Problem(sentence: error.detail, mayPass: !error.isForbidden && error.kind != .invalidURL)
    }
  }
}
