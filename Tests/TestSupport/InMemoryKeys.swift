import CivilTime
import Scheduling
import Seams

/// Keys that live as long as this object. It passes the same `KeyStoreConformance` as the SQLite store.
package actor InMemoryKeys: KeyStore {
  private var stored: [Identifier: StoredKey] = [:]

  package init() {}

  package func keys() -> [StoredKey] { stored.values.sorted { ($0.name, $0.created, $0.id) < ($1.name, $1.created, $1.id) } }

  package func changeKeys(_ changes: KeyChanges) {
    for id in changes.removals { stored[id] = nil }
    for key in changes.upserts { stored[key.id] = key }
  }

  package func noteKeyUse(_ uses: [Identifier: Instant]) {
    for (id, instant) in uses {
      let latest = max(stored[id]?.lastUsed ?? instant, instant)
      stored[id]?.lastUsed = latest
    }
  }
}
