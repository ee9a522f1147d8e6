import Scheduling
import Seams
import TestSupport
import Testing

@testable import carillon

/// `--all` means all, however many there are.
@Suite struct OpenDeadLettersTests {
  /// What a store has that holds `rows` and nothing else.
  private func letters(_ rows: [LedgerRow], page: Int = 1000) async throws -> OpenDeadLetters {
    let store: any Store = InMemoryStore()
    _ = try await store.commit([StoreSamples.batch { $0.claims = rows }])
    return OpenDeadLetters(store: store, page: page)
  }

  private func failures(_ count: Int64) -> [LedgerRow] { (0..<count).map { StoreSamples.fire($0, .scheduled, .failed) } }

  @Test func allAreReplayedInTheOrderInWhichTheyWereDue() async throws {
    let rows = failures(1001)
    let found = try await letters(rows).oldestFirst()
    #expect(found.map(\.id) == rows.map(\.id))
  }

  @Test(arguments: [0, 9, 10, 11, 20, 25] as [Int64]) func allAreDroppedHoweverManyAreReadAtOnce(count: Int64) async throws {
    let rows = failures(count)
    let letters = try await self.letters(rows, page: 10)
    #expect(try await letters.drop() == rows.map(\.id))
    #expect(try await letters.oldestFirst().isEmpty)
  }
}
