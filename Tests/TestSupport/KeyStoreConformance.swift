import CivilTime
import Scheduling
import Seams
import Testing

/// What every `KeyStore` promises, written once: each implementation's tests run all of it.
package enum KeyStoreConformance {
  package static let promises = [
    KeyStorePromise("keys come by name, then by when they were made") { open in
      let store = try await open()
      let keys = [sample("b", at: 0), sample("a", at: 2), sample("a", at: 1)]
      try await store.changeKeys(KeyChanges(upserts: keys))
      #expect(try await store.keys() == [keys[2], keys[1], keys[0]])
    },
    KeyStorePromise("every field comes back, also after a restart") { open in
      var full = sample("full", at: 0)
      (full.expires, full.revoked, full.lastUsed) = (instant(5), instant(6), instant(7))
      let keys = [sample("bare", at: 0), full]
      try await open().changeKeys(KeyChanges(upserts: keys))
      #expect(try await open().keys() == keys)
    },
    KeyStorePromise("a key with a known id takes the place of the old one") { open in
      let store = try await open()
      var key = sample("ci", at: 0)
      try await store.changeKeys(KeyChanges(upserts: [key]))
      key.revoked = instant(3)
      try await store.changeKeys(KeyChanges(upserts: [key]))
      #expect(try await store.keys() == [key])
    },
    KeyStorePromise("removals come before the rest") { open in
      let store = try await open()
      let (old, new) = (sample("ci", at: 0), sample("ci", at: 1))
      try await store.changeKeys(KeyChanges(upserts: [old]))
      try await store.changeKeys(KeyChanges(removals: [old.id, new.id], upserts: [new]))
      #expect(try await store.keys() == [new])
    },
    KeyStorePromise("a use is noted, and never an earlier one") { open in
      let store = try await open()
      var key = sample("ci", at: 0)
      try await store.changeKeys(KeyChanges(upserts: [key]))
      try await store.noteKeyUse([key.id: instant(9), .random(): instant(9)])
      try await store.noteKeyUse([key.id: instant(8)])
      key.lastUsed = instant(9)
      #expect(try await store.keys() == [key])
    },
  ]

  private static func instant(_ second: Int64) -> Instant { Instant(secondsSinceEpoch: 1_800_000_000 + second) }

  private static func sample(_ name: String, at second: Int64) -> StoredKey {
    var generator = SystemRandomNumberGenerator()
    let digest = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    return StoredKey(id: .random(), name: name, role: "viewer", digest: digest, created: instant(second))
  }
}

/// One sentence about key stores, and how it is checked; `open` opens what the last one left.
package struct KeyStorePromise: Sendable, CustomTestStringConvertible {
  package typealias Open = @Sendable () async throws -> any KeyStore

  package let sentence: String
  package let check: @Sendable (Open) async throws -> Void

  init(_ sentence: String, _ check: @escaping @Sendable (Open) async throws -> Void) {
    self.sentence = sentence
    self.check = check
  }

  package var testDescription: String { sentence }
}
