import CivilTime
import ControlMessages
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ControlAPI

/// Changes of keys that come together, and a store that cannot always be read.
@Suite struct KeyChangeTests {
  private func ring(_ store: SlowKeys) -> KeyRing {
    KeyRing(store: store, clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent)
  }

  @Test func ofTwoWhoMakeAKeyOfOneNameOneIsRefused() async throws {
    let ring = ring(SlowKeys())
    async let one = refusal { _ = try await ring.create(KeyRequest(name: "ci", role: .viewer)) }
    async let other = refusal { _ = try await ring.create(KeyRequest(name: "ci", role: .admin)) }
    let refusals = await [one, other].compactMap(\.self)
    #expect(refusals == [.conflict])
    #expect(try await ring.list().count == 1)
  }

  /// Whichever comes first: whoever revokes a name finds none of it in force afterwards.
  @Test func aRotationAtTheSameTimeLeavesNothingOfARevokedNameInForce() async throws {
    let ring = ring(SlowKeys())
    let old = try await ring.create(KeyRequest(name: "ci", role: .viewer)).key
    async let revocation = refusal { _ = try await ring.revoke("ci") }
    async let rotation = refusal { _ = try await ring.rotate("ci", KeyRotation(graceSeconds: 3600)) }
    let refusals = await (revocation, rotation)
    #expect(refusals.0 == nil)
    let states = try await ring.list().map(\.state)
    #expect(!states.contains(.active), "\(states)")
    #expect(await ring.holder(of: old) == nil)
  }

  @Test func aKeyThatWasWrittenIsGivenThoughTheStoreCannotBeReadAnyMore() async throws {
    let store = SlowKeys()
    let ring = ring(store)
    #expect(try await ring.list().isEmpty)
    await store.failReadings()
    let made = try await ring.create(KeyRequest(name: "ci", role: .viewer))
    #expect(await ring.holder(of: made.key)?.id.description == made.item.id)
    #expect(try await ring.revoke("ci").map(\.id) == [made.item.id])
    #expect(await ring.holder(of: made.key) == nil)
  }
}

/// Nil when nothing was refused.
private func refusal(_ body: @Sendable () async throws -> Void) async -> ControlProblem.Code? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? ControlProblem)?.code
  }
}

/// Keys that are written so slowly that whoever else asks comes meanwhile.
private actor SlowKeys: KeyStore {
  private let kept = InMemoryKeys()
  private var isReadable = true

  func failReadings() { isReadable = false }

  func keys() async throws(StoreError) -> [StoredKey] {
    guard isReadable else { throw StoreError(.other, "disk I/O error") }
    return await kept.keys()
  }

  func changeKeys(_ changes: KeyChanges) async throws(StoreError) {
    for _ in 0..<1000 { await Task.yield() }
    await kept.changeKeys(changes)
  }

  func noteKeyUse(_ uses: [Identifier: Instant]) async throws(StoreError) { await kept.noteKeyUse(uses) }
}
