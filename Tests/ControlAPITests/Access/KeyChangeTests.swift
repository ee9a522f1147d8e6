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

  /// A thousand keys; of the last `active` none has ended, and the first one ended the longest ago.
  private func fullStore(active: Int) async -> InMemoryKeys {
    let store = InMemoryKeys()
    let keys = (0..<1000).map { number in
      let revoked = number < 1000 - active ? Instant(secondsSinceEpoch: 1_700_000_000 + Int64(number)) : nil
      return StoredKey(
        id: .random(), name: "key-\(number)", role: "viewer", digest: TokenDigest(of: "\(number)").bytes,
        created: Instant(secondsSinceEpoch: 1_600_000_000), revoked: revoked)
    }
    await store.changeKeys(KeyChanges(upserts: keys))
    return store
  }

  private func ring(_ store: InMemoryKeys) -> KeyRing {
    KeyRing(store: store, clock: VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000)), logger: silent)
  }

  @Test func whatEndedTheLongestAgoMakesRoomForANewKey() async throws {
    let store = await fullStore(active: 990)
    let ring = ring(store)
    for number in 0..<10 {
      _ = try await ring.create(KeyRequest(name: "new-\(number)", role: .viewer))
      let names = await store.keys().map(\.name)
      #expect(names.count == 1000 && !names.contains("key-\(number)"))
      #expect(number == 9 || names.contains("key-\(number + 1)"))
    }
    let problem = await #expect(throws: ControlProblem.self) { try await ring.create(KeyRequest(name: "more", role: .viewer)) }
    #expect(problem?.code == .conflict && problem?.message.contains("there are 1000 keys in force") == true)
    // The advice helps.
    _ = try await ring.revoke("key-500")
    _ = try await ring.create(KeyRequest(name: "more", role: .viewer))
    #expect(await store.keys().count == 1000)
  }

  @Test func aNameThatHasAnEndedKeyNeedsNoRoom() async throws {
    let store = await fullStore(active: 999)
    _ = try await ring(store).create(KeyRequest(name: "key-0", role: .viewer))
    #expect(await store.keys().count == 1000)
  }

  @Test func aFullRingStillRotatesAKeyThatEndsAtOnce() async throws {
    let store = await fullStore(active: 1000)
    let ring = ring(store)
    let grace = await refusal { _ = try await ring.rotate("key-1", KeyRotation(graceSeconds: 60)) }
    #expect(grace == .conflict)
    let made = try await ring.rotate("key-1", KeyRotation(graceSeconds: 0))
    let kept = await store.keys().filter { $0.name == "key-1" }
    #expect(kept.map(\.id.description) == [made.item.id])
  }

  @Test func rotatingForeverLeavesTheLastTwo() async throws {
    let store = InMemoryKeys()
    let ring = ring(store)
    _ = try await ring.create(KeyRequest(name: "ci", role: .viewer))
    for _ in 0..<20 { _ = try await ring.rotate("ci", KeyRotation(graceSeconds: 0)) }
    #expect(await store.keys().count == 2)
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
