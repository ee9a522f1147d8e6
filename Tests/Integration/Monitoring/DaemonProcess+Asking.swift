import CurlHTTP
import Seams
import TestSupport

extension DaemonProcess {
  /// Asks the control API, as a probe or Prometheus does.
  func ask(_ path: String) async throws -> (status: Int, text: String) {
    var request = HTTPRequest("GET", "http://localhost\(path)")
    request.unixSocketPath = place.directory.path("state/carillon.sock")
    let response = try await CurlHTTPTransport().send(request)
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  func metrics() async throws -> String {
    let answer = try await ask("/metrics")
    guard answer.status == 200 else { throw UnexpectedAnswer(description: "/metrics: \(answer.status) \(answer.text)") }
    return answer.text
  }
}
