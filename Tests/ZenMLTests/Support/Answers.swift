import CivilTime
import Scheduling
import Seams
import TestSupport
import Values

@testable import ZenML

/// An identifier from a small number.
func id(_ number: UInt64) -> Identifier { FakeZenML.id(number) }

extension HTTPResponse {
  static func json(_ status: Int = 200, text: String, headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: [HTTPHeader("content-type", "application/json")] + headers, body: Array(text.utf8))
  }

  /// What ZenML's dashboard answers to any path that it does not know.
  static let dashboard = HTTPResponse(
    status: 200, headers: [HTTPHeader("content-type", "text/html; charset=utf-8")], body: Array("<!doctype html><html>".utf8))

  /// The refusal of a token, in the server's words.
  static let expired = HTTPResponse.json(
    401,
    ["detail": ["CredentialsNotValid", "Authentication error: error decoding access token: Invalid JWT token: Signature has expired."]])
}

/// A client of a scripted server, with an API key unless said otherwise.
func client(
  _ transport: any HTTPTransport, credentials: ZenMLCredentials = .apiKey("ZENKEY_secret"), project: String? = nil,
  clock: VirtualClock = testClock()
) throws -> ZenMLClient {
  let configuration = try ZenMLConfiguration(url: "https://zen.example", project: project, credentials: credentials)
  return ZenMLClient(configuration: configuration, transport: transport, now: { clock.now() })
}

func decoded<Record: ZenMLRecord>(_ text: String) throws -> Record {
  try Record(ZenMLFields(try JSONReader.value(of: Array(text.utf8))))
}

/// It stands still at 2026-11-21T02:00:00Z until it is moved.
func testClock() -> VirtualClock { VirtualClock(Instant(secondsSinceEpoch: 1_795_226_400)) }
