import CivilTime
import Scheduling
import Seams
import TestSupport
import Values

@testable import ZenML
@testable import ZenMLServer

/// An identifier from a small number.
func id(_ number: UInt64) -> Identifier { FakeZenML.id(number) }

/// A client of a scripted server.
func client(_ transport: any HTTPTransport, clock: VirtualClock = testClock()) throws -> ZenMLClient {
  let configuration = try ZenMLConfiguration(url: "https://zen.example", credentials: .apiKey("ZENKEY_secret"))
  return ZenMLClient(configuration: configuration, transport: transport, clock: clock)
}

/// It stands still at 2026-11-21T02:00:00Z until it is moved.
func testClock() -> VirtualClock { VirtualClock(Instant(secondsSinceEpoch: 1_795_226_400)) }

extension HTTPResponse {
  static func json(text: String) -> HTTPResponse {
    HTTPResponse(status: 200, headers: [HTTPHeader("content-type", "application/json")], body: Array(text.utf8))
  }

  /// What ZenML's dashboard answers to any path that it does not know.
  static let dashboard = HTTPResponse(
    status: 200, headers: [HTTPHeader("content-type", "text/html; charset=utf-8")], body: Array("<!doctype html><html>".utf8))
}

func decoded<Record: ZenMLRecord>(_ text: String) throws -> Record {
  try Record(ZenMLFields(try JSONReader.value(of: Array(text.utf8))))
}

func decoded(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }
