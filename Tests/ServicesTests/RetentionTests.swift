import CivilTime
import Logging
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing

@testable import Services

@Suite(.timeLimit(.minutes(5))) struct RetentionTests {
  private let store = InMemoryStore()
  private let clock = VirtualClock(StoreSamples.instant(10))
  private let warnings = Warnings()

  private func retention(_ limits: RetentionLimits) -> Retention {
    let handler = warnings
    return Retention(store: store, limits: limits, clock: clock, log: Logger(label: "test") { _ in handler })
  }

  private func fill(_ minutes: Range<Int64>) async {
    let rows = minutes.map { StoreSamples.fire($0, .scheduled, .succeeded) }
    _ = await store.commit([StoreSamples.batch { $0.claims = rows }])
  }

  private func rowCount() async -> Int { await store.rows(LedgerQuery(limit: .max)).count }

  @Test func aHerdOfTheLastDayStaysAndThatIsToldOnce() async {
    await fill(0..<10)
    let retention = retention(RetentionLimits(rows: 3))
    await retention.tidy()
    await retention.tidy()
    #expect(await rowCount() == 10)
    #expect(warnings.told == ["the ledger is larger than retention allows, for the last day is always kept rows=3 bytes=off"])
  }

  @Test func whatWasToldAndIsOverIsToldAgain() async {
    await fill(0..<10)
    let retention = retention(RetentionLimits(rows: 3))
    await retention.tidy()
    clock.advance(by: .seconds(2 * 86_400))
    await retention.tidy()
    #expect(await rowCount() == 3)
    await fill(2880..<2890)
    await retention.tidy()
    #expect(await rowCount() == 10)
    #expect(warnings.told.count == 2)
  }
}

/// Keeps what is said as a warning.
private struct Warnings: LogHandler {
  final class Seen: Sendable {
    let lines = Mutex<[String]>([])
  }

  let seen = Seen()
  var logLevel = Logger.Level.warning
  var metadata: Logger.Metadata = [:]
  var told: [String] { seen.lines.withLock { $0 } }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let values = ["rows", "bytes"].map { "\($0)=\(event.metadata?[$0] ?? "")" }
    seen.lines.withLock { $0.append("\(event.message) \(values.joined(separator: " "))") }
  }
}
