import ControlAPI
import ControlMessages
import CurlHTTP
import Exposition
import Foundation
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Seams
import Testing

/// What probes and Prometheus get.
@Suite struct MonitoringTests {
  /// Well or not, as a test says.
  private struct Watched: MonitoringOperations {
    var reasons: [HealthMessage.Reason] = []
    func health() async -> HealthMessage { HealthMessage(reasons: reasons.filter { $0 == .engineStuck }) }
    func readiness() async -> HealthMessage { HealthMessage(reasons: reasons) }
    func metrics() async -> [MetricFamily] { [.flag("carillon_healthy", "1 while well.", reasons.isEmpty)] }
  }

  private func application(_ watched: Watched = Watched(), admission: Admission? = nil) -> some ApplicationProtocol {
    Application(router: makeControlRouter(FakeOperations(), admission: admission, monitoring: watched))
  }

  @Test(arguments: ["/healthz", "/readyz"]) func aProbeOfAWellDaemonIsAnsweredOK(_ path: String) async throws {
    try await application().test(.router) { client async throws in
      let response = try await client.execute(uri: path, method: .get)
      #expect(response.status == .ok)
      #expect(String(buffer: response.body) == #"{"reasons":[],"status":"ok"}"#)
    }
  }

  /// As `wget --spider` asks.
  @Test(arguments: ["/healthz", "/readyz"]) func aProbeByHeadIsAnsweredAsByGetWithoutTheBody(_ path: String) async throws {
    let admission = Admission.peers(PeerAdmission(userID: geteuid()))
    for watched in [Watched(), Watched(reasons: [.engineStuck])] {
      try await application(watched, admission: admission).test(.router) { client async throws in
        let got = try await client.execute(uri: path, method: .get)
        let response = try await client.execute(uri: path, method: .head)
        #expect(response.status == got.status && response.headers[.contentType] == got.headers[.contentType])
        #expect(response.headers[.contentLength] == got.headers[.contentLength] && response.body.readableBytes == 0)
      }
    }
  }

  @Test func aDaemonThatIsNotReadySaysWhyInCodesOnly() async throws {
    try await application(Watched(reasons: [.storeUnwritable, .selfAudit])).test(.router) { client async throws in
      let response = try await client.execute(uri: "/readyz", method: .get)
      #expect(response.status == .serviceUnavailable)
      #expect(response.headers[.contentType] == "application/problem+json")
      #expect(
        String(buffer: response.body)
          == #"{"reasons":["store_unwritable","self_audit"],"status":503,"title":"not ready","type":"about:blank"}"#)
      #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
    }
  }

  /// The router's own client has no socket, so nobody can vouch for it: only what needs no login answers.
  @Test func probesNeedNoAdmissionAndMetricsDo() async throws {
    try await application(admission: .peers(PeerAdmission(userID: geteuid()))).test(.router) { client async throws in
      for path in ["/healthz", "/readyz"] { #expect(try await client.execute(uri: path, method: .get).status == .ok) }
      for path in ["/metrics", "/api/v1/status"] {
        #expect(try await client.execute(uri: path, method: .get).status == .internalServerError)
      }
    }
  }

  @Test func metricsAreTextOfVersion004() async throws {
    try await application().test(.router) { client async throws in
      let response = try await client.execute(uri: "/metrics", method: .get)
      #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
      #expect(
        String(buffer: response.body).hasPrefix(
          "# HELP carillon_healthy 1 while well.\n# TYPE carillon_healthy gauge\ncarillon_healthy 1\n"))
    }
  }

  @Test func requestsAreCountedByPatternMethodAndClass() async throws {
    try await application().test(.router) { client async throws in
      for name in ["nightly", "nobody", "a", "b"] { _ = try await client.execute(uri: "/api/v1/schedules/\(name)", method: .get) }
      for number in 0..<50 { _ = try await client.execute(uri: "/nowhere/\(number)", method: .get) }
      _ = try await client.execute(uri: "/api/v1/schedules", method: HTTPTypes.HTTPRequest.Method("BREW")!)
      let text = String(buffer: try await client.execute(uri: "/metrics", method: .get).body)
      let lines = text.split(separator: "\n").filter { $0.hasPrefix("carillon_http_requests_total") }
      #expect(
        lines == [
          #"carillon_http_requests_total{route="/api/v1/schedules/{schedule}",method="GET",status="2xx"} 1"#,
          #"carillon_http_requests_total{route="/api/v1/schedules/{schedule}",method="GET",status="4xx"} 3"#,
          #"carillon_http_requests_total{route="none",method="GET",status="4xx"} 50"#,
          #"carillon_http_requests_total{route="none",method="other",status="4xx"} 1"#,
        ], "\(lines)")
      // The one that asks.
      #expect(text.contains("\ncarillon_http_requests_in_flight 1\n"))
    }
  }

  @Test func aLongBodyOfAStrangerIsNotRead() async throws {
    try await application().test(.router) { client async throws in
      let body = ByteBuffer(repeating: 0x61, count: 1 << 20)
      #expect(try await client.execute(uri: "/healthz", method: .get, body: body).status == .contentTooLarge)
    }
  }
}
