import CivilTime
import Scheduling
import Seams
import Testing

/// What every `Store` promises, written once: each implementation's tests run all of it.
///
///     @Test(arguments: StoreConformance.promises)
///     func keeps(_ promise: StorePromise) async throws { try await promise.check(storeUnderTest) }
package enum StoreConformance {
  package static let promises =
    ledgerPromises + rowPromises + schedulePromises + statePromises + restartPromises + auditPromises + retentionPromises
    + outboxPromises + cachePromises
}

/// One sentence about stores, and how it is checked.
package struct StorePromise: Sendable, CustomTestStringConvertible {
  package let sentence: String
  package let check: @Sendable (StoreUnderTest) async throws -> Void

  init(_ sentence: String, _ check: @escaping @Sendable (StoreUnderTest) async throws -> Void) {
    self.sentence = sentence
    self.check = check
  }

  package var testDescription: String { sentence }
}

/// A place that is empty at first, and can be opened more than once.
package struct StoreUnderTest: Sendable {
  /// Opens what the last one left, as a restarted daemon does.
  package let open: @Sendable () async throws -> any Store

  package init(open: @escaping @Sendable () async throws -> any Store) { self.open = open }
}
