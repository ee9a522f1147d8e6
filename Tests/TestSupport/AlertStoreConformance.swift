import Alerts
import CivilTime
import Scheduling
import Seams
import Testing

/// What every `AlertStore` promises, written once: each implementation's tests run all of it.
package enum AlertStoreConformance {
  package struct Promise: Sendable, CustomTestStringConvertible {
    package let sentence: String
    package let check: @Sendable (_ open: @Sendable () async throws -> any AlertStore) async throws -> Void

    package var testDescription: String { sentence }
  }

  package static let promises: [Promise] = [
    Promise(sentence: "there is nothing before the first time") { open in
      let memory = try await open().alertMemory()
      #expect(memory == AlertMemory())
    },
    Promise(sentence: "all of it comes back after a restart, and the last one counts") { open in
      let store = try await open()
      try await store.saveAlerts(changes(count: 1))
      try await store.saveAlerts(changes(count: 2))
      let memory = try await open().alertMemory()
      #expect(memory.causes == ["failing/a": AlertSamples.cause("failing/a", count: 2), "disk": AlertSamples.cause("disk", count: 2)])
      #expect(memory.waiting == [1: AlertSamples.waiting(1), 7: AlertSamples.waiting(7)])
      #expect(memory.notes == notes(count: 2))
    },
    Promise(sentence: "what is closed and what is gone stays away, and nothing else does") { open in
      let store = try await open()
      try await store.saveAlerts(changes(count: 1))
      try await store.saveAlerts(AlertChanges(closed: ["disk", "unknown"], gone: [1, 99], notes: notes(count: 1)))
      let memory = try await open().alertMemory()
      #expect(Array(memory.causes.keys) == ["failing/a"])
      #expect(Array(memory.waiting.keys) == [7])
    },
  ]

  private static func changes(count: Int) -> AlertChanges {
    AlertChanges(
      causes: ["failing/a", "disk"].map { AlertSamples.cause($0, count: count) }, waiting: [1, 7].map(AlertSamples.waiting),
      notes: notes(count: count))
  }

  /// Every member has something in it.
  private static func notes(count: Int) -> AlertNotes {
    var sink = SinkNotes()
    (sink.minute, sink.sentInMinute, sink.held) = (AlertSamples.now, count, [.failed: count, .late: 2])
    (sink.lastDelivery, sink.lastError, sink.failures, sink.lost) = (AlertSamples.now, "no \"connection\"\nöäü", count, 3)
    (sink.failingSince, sink.lastFailure) = (AlertSamples.now, AlertSamples.now)
    var notes = AlertNotes()
    (notes.lastNumber, notes.handledUntil, notes.sinks) = (7, AlertSamples.now, ["ops": sink])
    notes.mark = LedgerMark(lastAdded: AlertSamples.schedule, underWay: [Identifier(high: 1, low: 2), Identifier(high: 3, low: 4)])
    return notes
  }
}
