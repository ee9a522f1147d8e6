import CivilTime

/// What most fires do not have. Written as a sparse object.
package struct FireDetails: Hashable, Sendable, Codable {
  /// How far behind its due instant the schedule's jitter puts the fire.
  package var jitterMilliseconds: Int64?
  /// The due instants that it stands for besides its own.
  package var missed: MissedSpan?
  /// It makes up for a missed instant: no deadline for its start.
  package var isCatchUp: Bool?
  /// Not to be started before.
  package var notBefore: Instant?
  /// The backfill that it belongs to.
  package var backfill: Identifier?
  /// The fire that this one repeats.
  package var replayOf: Identifier?
  /// The fire whose end it follows.
  package var follows: Identifier?
  /// How many fires of its chain went before.
  package var chainDepth: Int?

  package init() {}

  package var isEmpty: Bool { self == FireDetails() }
}

/// Missed due instants in a row.
package struct MissedSpan: Hashable, Sendable, Codable {
  package var count: Int
  package var first: Instant
  package var last: Instant

  package init(count: Int, first: Instant, last: Instant) {
    self.count = count
    self.first = first
    self.last = last
  }
}
