import CivilTime
import Scheduling

/// What has to outlive the daemon, so that nothing is told twice and nothing is forgotten.
package struct AlertMemory: Hashable, Sendable {
  /// By `OpenCause.key`.
  package var causes: [String: OpenCause]
  /// By number, which counts up.
  package var waiting: [Int64: WaitingAlert]
  package var notes: AlertNotes
  /// Rows that this release cannot read: a newer one wrote them. They stay where they are.
  package var unreadable = 0

  package init(causes: [String: OpenCause] = [:], waiting: [Int64: WaitingAlert] = [:], notes: AlertNotes = AlertNotes()) {
    (self.causes, self.waiting, self.notes) = (causes, waiting, notes)
  }
}

/// Something that is not as it should be.
package struct OpenCause: Hashable, Sendable, Codable {
  package var key: String
  /// The kinds that were told of it; empty: nobody wanted to know yet, or does any more.
  package var told: [AlertKind]
  /// It got as bad as it can be, and that was told; nil: it did not.
  package var worstIsTold: Bool?
  /// It lasts no longer: nobody is reminded, though it stays to be seen until it is well again; nil: it lasts.
  package var isPast: Bool?
  /// How often it has happened since it was last well.
  package var count: Int
  package var since: Instant
  /// When somebody was told, last; nil: nobody was, or none of today's sinks.
  package var lastTold: Instant?
  /// The last one that was told, or would have been.
  package var alert: Alert
  /// Who was told, and is told of the end.
  package var sinks: [String]

  package init(_ alert: Alert, sinks: [String]) {
    (key, since, count, told, self.sinks) = (alert.cause, alert.since, alert.count, [], sinks)
    self.alert = alert
  }
}

/// An alert on its way to one sink.
package struct WaitingAlert: Hashable, Sendable, Codable {
  package var number: Int64
  package var sink: String
  package var alert: Alert
  package var attempts: Int
  package var nextTry: Instant
  /// The sink refused this one when it was tried last; the others are tried past it.
  package var isRefused: Bool?

  package init(number: Int64, sink: String, alert: Alert, attempts: Int = 0, nextTry: Instant) {
    (self.number, self.sink, self.alert, self.attempts, self.nextTry) = (number, sink, alert, attempts, nextTry)
  }
}

/// The rest of the memory, which is small.
package struct AlertNotes: Hashable, Sendable, Codable {
  /// Of the last waiting alert.
  package var lastNumber: Int64 = 0
  /// Ends of fires up to here were looked at; nil: none ever was.
  package var handledUntil: Instant?
  /// What of the ledger was heard of; nil: an older release wrote this, or nothing was heard yet.
  package var mark: LedgerMark?
  /// By the name of the sink.
  package var sinks: [String: SinkNotes] = [:]
  package var expectations: [PendingExpectation] = []

  package init() {}
}

/// What is known of a sink.
package struct SinkNotes: Hashable, Sendable, Codable {
  /// Begin of the minute that is counted.
  package var minute: Instant?
  package var sentInMinute = 0
  /// What it was spared in this minute, by kind.
  package var held: [AlertKind: Int] = [:]
  package var lastDelivery: Instant?
  /// What it said when it last did not take one; nil: it did.
  package var lastError: String?
  package var failures = 0
  /// Given up, since the last delivery.
  package var lost = 0
  /// Since when it takes nothing; nil: it took the last one that it was given.
  package var failingSince: Instant?
  /// When it last did not take one; nil: it took the last one, or an older release wrote this.
  package var lastFailure: Instant?
  /// What was given up, and it was not told of yet.
  package var givenUp: GivenUpAlerts?

  package init() {}
}

/// A run that succeeded, and what it should bring.
package struct PendingExpectation: Hashable, Sendable, Codable {
  package var subject: AlertSubject
  package var expectation: ModelExpectation
  package var sinks: [String]
  package var tellsRecovery: Bool
  /// A version that is older is none of this run's.
  package var since: Instant
  package var deadline: Instant
  package var nextLook: Instant
}

/// What has changed in the memory since it was last written down.
package struct AlertChanges: Hashable, Sendable {
  package var causes: [OpenCause]
  package var closed: [String]
  package var waiting: [WaitingAlert]
  package var gone: [Int64]
  package var notes: AlertNotes

  package init(causes: [OpenCause] = [], closed: [String] = [], waiting: [WaitingAlert] = [], gone: [Int64] = [], notes: AlertNotes) {
    (self.causes, self.closed, self.waiting, self.gone, self.notes) = (causes, closed, waiting, gone, notes)
  }
}
