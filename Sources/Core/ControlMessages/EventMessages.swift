/// Which events somebody wants.
package struct EventQuery: Sendable, Equatable {
  /// Name or id; nil: of all schedules.
  package var schedule: String?
  /// Those after this one; nil: from now on. 0: all that are still kept.
  package var after: Int64?
  /// False: only what is kept, then the end.
  package var follows: Bool

  package init(schedule: String? = nil, after: Int64? = nil, follows: Bool = true) {
    self.schedule = schedule
    self.after = after
    self.follows = follows
  }
}

/// Something that has just happened.
package struct EventMessage: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    /// A row of the ledger was written.
    case run(RunItem)
    /// The schedule's state, next due instant or revision has changed.
    case schedule(ScheduleItem)
    case scheduleRemoved(RemovedSchedule)
    /// What was asked for is no longer kept: read the lists anew.
    case gap(EventGap)
    /// The last one.
    case end(EventEnd)
    /// Nothing, so that the connection is known to be alive; with an id it is a stream's first word: what comes is behind that event.
    case heartbeat
  }

  /// Ascends, also over restarts; nil for what cannot be asked for again.
  package var id: Int64?
  package var content: Content

  package init(id: Int64? = nil, _ content: Content) {
    self.id = id
    self.content = content
  }

  /// The `event` field; nil for a heartbeat, which is a comment.
  package var name: String? {
    switch content {
    case .run: "run"
    case .schedule: "schedule"
    case .scheduleRemoved: "schedule_removed"
    case .gap: "gap"
    case .end: "end"
    case .heartbeat: nil
    }
  }
}

package struct RemovedSchedule: Codable, Sendable, Equatable {
  package var id: String
  package init(id: String) { self.id = id }
}

package struct EventGap: Codable, Sendable, Equatable {
  /// What was asked for.
  package var after: Int64
  /// The oldest event that is kept; null when none is.
  @ExplicitNull package var first: Int64?

  package init(after: Int64, first: Int64?) {
    self.after = after
    self.first = first
  }
}

package struct EventEnd: Codable, Sendable, Equatable {
  package enum Reason: String, Codable, Sendable {
    /// There was nothing more to send, and nothing more was asked for.
    case complete
    /// The listener did not read, and others were not to wait for it. Ask again, with the last id.
    case slow
    /// The daemon stops.
    case shutdown
    /// The listener's key or token is revoked, expired or refused by now, or their session is over.
    case signedOut = "signed_out"
  }

  package var reason: Reason
  package init(reason: Reason) { self.reason = reason }
}

/// Events as they come, for one reader.
package struct EventSubscription: Sendable {
  /// Waits for the next one; nil after the last.
  package let next: @Sendable () async -> EventMessage?
  /// Nobody reads any more.
  package let cancel: @Sendable () -> Void
  /// Calls back once when the reader is cut for being slow, while it may still be busy with what it has.
  package let whenCut: @Sendable (@escaping @Sendable () -> Void) -> Void

  package init(
    next: @escaping @Sendable () async -> EventMessage?, cancel: @escaping @Sendable () -> Void,
    whenCut: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = { _ in }
  ) {
    self.next = next
    self.cancel = cancel
    self.whenCut = whenCut
  }
}
