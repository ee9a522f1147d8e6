import CivilTime
import ControlMessages
import Exposition
import Foundation
import Hummingbird
import HummingbirdTesting
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ControlAPI

/// The document says what there is, all of it and nothing else. A daemon is held against it by an integration test.
@Suite struct OpenAPITests {
  private struct Healthy: MonitoringOperations {
    func health() async -> HealthMessage { HealthMessage(reasons: []) }
    func readiness() async -> HealthMessage { HealthMessage(reasons: []) }
    func metrics() async -> [MetricFamily] { [] }
  }

  /// What stands elsewhere is a page for people.
  private static let programs = ["/api/", "/callbacks/", "/healthz", "/readyz", "/metrics"]

  @Test func itHasExactlyTheRoutesOfTheRouter() throws {
    let clock = VirtualClock(try Instant(iso8601: "2026-11-21T02:00:00Z"))
    let gatehouse = Gatehouse(clock: clock, keys: KeyRing(store: InMemoryKeys(), clock: clock, logger: silent))
    let router = makeControlRouter(FakeOperations(), gatehouse: gatehouse, monitoring: Healthy())
    let all = router.routes.map { (method: $0.method.rawValue, path: Self.template($0.path.description)) }
    let routes = all.filter { route in Self.programs.contains { route.path.hasPrefix($0) } }.map { "\($0.method) \($0.path)" }
    let operations = OpenAPIDocument.operations.map { "\($0.method) \($0.path)" }
    #expect(Set(routes) == Set(operations))
    #expect(operations.count == Set(operations).count)
    #expect(Set(OpenAPIDocument.operations.map(\.id)).count == operations.count)
  }

  /// `/runs/:fire` and `/runs/{fire}` are the same.
  private static func template(_ path: String) -> String {
    path.split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/\($0)" }.joined()
  }

  @Test func whatItRefersToIsThere() async throws {
    let application = Application(router: makeControlRouter(FakeOperations()))
    let text = try await application.test(.router) { client in
      try await client.execute(uri: ControlPaths.openAPI, method: .get) { String(buffer: $0.body) }
    }
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
    let references = text.matches(of: /#\/components\/schemas\/([A-Za-z]+)/).map { String($0.output.1) }
    #expect(references.count > 50)
    #expect(Set(references).subtracting(schemas.keys).isEmpty)
  }

  @Test func whatIsDoneOnceForEachKeySaysThatItTakesOne() {
    for operation in OpenAPIDocument.operations {
      let takesKey = WriteKind.of(operation.method, RouterPath(operation.path).description).takesKey
      #expect(operation.parameters.contains(OpenAPIDocument.idempotencyKey) == takesKey, "\(operation.method) \(operation.path)")
    }
  }

  @Test func aFireIsNamedByItsIdOrTheBeginningOfIt() throws {
    let pattern = try Regex(SchemaText.firePattern)
    for text in ["33333333", "33333333-3333-5", "33333333-3333-5333-8333-333333333333", "AbCdEf00333353338333333333333333"] {
      #expect(text.contains(pattern), "\(text)")
    }
    for text in ["3333333", "nightly-", "33333333-3333-5333-8333-3333333333330"] { #expect(!text.contains(pattern), "\(text)") }
  }

  @Test func itsWordsAreTheEngines() {
    #expect(RunWords.outcomes == Outcome.allCases.map(\.rawValue))
    #expect(RunWords.kinds == LedgerRow.Kind.allCases.map(\.rawValue))
  }
}
