import CivilTime
import Foundation
import Scheduling
import Seams

/// The request that a fire is sent by, from its trigger with all templates filled in.
struct HTTPFireRequest {
  let http: HTTPTrigger
  let fire: Fire
  /// Nil where nobody can call us.
  let callbackURL: String?

  var request: HTTPRequest {
    var headers = fire.identityHeaders(beside: http)
    if case .calledBack? = http.ending, let callbackURL { headers.append(HTTPHeader("X-Carillon-Callback", callbackURL)) }
    headers += http.ownHeaders
    let (body, type) = content
    if let type, !headers.contains(where: { $0.isNamed("Content-Type") }) {
      headers.append(HTTPHeader("Content-Type", type))
    }
    var request = http.request(http.method, URLText.appending(http.query ?? [:], to: http.url), headers: headers, body: body)
    // The ledger counts what is sent, and the policy decides whether it is sent again.
    request.isNeverSentAgain = true
    return request
  }

  private var content: (body: [UInt8]?, type: String?) {
    if let form = http.form {
      let pairs = form.sorted { $0.key < $1.key }.map { "\(URLText.formEncoded($0.key))=\(URLText.formEncoded($0.value))" }
      return (Array(pairs.joined(separator: "&").utf8), "application/x-www-form-urlencoded")
    }
    guard let body = http.body else { return (nil, nil) }
    // A text is sent as it is, everything else as JSON.
    if let text = body.stringValue { return (Array(text.utf8), "text/plain; charset=utf-8") }
    return (Array(body.jsonText.utf8), "application/json")
  }
}

extension HTTPTrigger {
  /// In the order of their names.
  var ownHeaders: [HTTPHeader] { headers.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) } }

  /// Names of headers that the transport keeps from other servers by itself.
  private static let keptHeaders = ["authorization", "cookie"]

  /// What only the server that the trigger names is to get.
  private var hasHeadersForOneServer: Bool {
    if connection?.certificateFile != nil { return true }
    if case .calledBack? = ending { return true }
    return headers.keys.contains { !Self.keptHeaders.contains($0.lowercased()) }
  }

  /// A request that travels as this trigger's do.
  func request(_ method: String, _ url: String, headers: [HTTPHeader], body: [UInt8]? = nil) -> HTTPRequest {
    let connect = connection?.connectTimeoutSeconds ?? HTTPConnection.connectTimeoutSecondsDefault
    var request = HTTPRequest(
      method, url, headers: headers, body: body, timeouts: HTTPTimeouts(connect: .seconds(connect), total: .seconds(timeoutSeconds)),
      maximumResponseBytes: connection?.largestAnswerBytes ?? HTTPConnection.largestAnswerBytesDefault)
    request.followsRedirects = connection?.followsRedirects ?? false
    request.staysWithServer = hasHeadersForOneServer
    request.proxy = connection?.proxy
    request.identity = HTTPIdentity(
      authoritiesFile: connection?.authoritiesFile, certificateFile: connection?.certificateFile, keyFile: connection?.keyFile)
    return request
  }
}

extension HTTPResponse {
  /// Nil for what is no JSON.
  var json: JSONValue? {
    body.isEmpty ? nil : try? JSONDecoder().decode(JSONValue.self, from: Data(body))
  }
}
