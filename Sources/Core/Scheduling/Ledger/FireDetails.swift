import CivilTime

/// What most fires do not have. Written as a sparse object.
package struct FireDetails: Hashable, Sendable {
  fileprivate struct Contents: Hashable, Sendable, Codable {
    var jitterMilliseconds: Int64?
    var missed: MissedSpan?
    var isCatchUp: Bool?
    var notBefore: Instant?
    var backfill: Identifier?
    var replayOf: Identifier?
    var follows: Identifier?
    var chainDepth: Int?
    var mayBeSentSince: Instant?
    var waitedForSince: Instant?
  }

  private final class Storage: Sendable {
    let contents: Contents
    init(_ contents: Contents) { self.contents = contents }
  }

  /// Nil while there is nothing to say, which is nearly always.
  private var storage: Storage?

  package init() {}

  fileprivate var contents: Contents {
    get { storage?.contents ?? Contents() }
    set { storage = newValue == Contents() ? nil : Storage(newValue) }
  }

  /// How far behind its due instant the schedule's jitter puts the fire.
  package var jitterMilliseconds: Int64? {
    get { storage?.contents.jitterMilliseconds }
    set { contents.jitterMilliseconds = newValue }
  }
  /// The due instants that it stands for besides its own.
  package var missed: MissedSpan? {
    get { storage?.contents.missed }
    set { contents.missed = newValue }
  }
  /// It makes up for a missed instant, or is replayed behind another replay: no deadline for its start.
  package var isCatchUp: Bool? {
    get { storage?.contents.isCatchUp }
    set { contents.isCatchUp = newValue }
  }
  /// Not to be started before.
  package var notBefore: Instant? {
    get { storage?.contents.notBefore }
    set { contents.notBefore = newValue }
  }
  /// The backfill that it belongs to.
  package var backfill: Identifier? {
    get { storage?.contents.backfill }
    set { contents.backfill = newValue }
  }
  /// The fire that this one repeats.
  package var replayOf: Identifier? {
    get { storage?.contents.replayOf }
    set { contents.replayOf = newValue }
  }
  /// The fire whose end it follows.
  package var follows: Identifier? {
    get { storage?.contents.follows }
    set { contents.follows = newValue }
  }
  /// How many fires of its chain went before.
  package var chainDepth: Int? {
    get { storage?.contents.chainDepth }
    set { contents.chainDepth = newValue }
  }
  /// An earlier life of the daemon may have sent it, since then at the earliest, and could not write down when. Of this life alone: the
  /// ledger keeps the details as they were claimed.
  package var mayBeSentSince: Instant? {
    get { storage?.contents.mayBeSentSince }
    set { contents.mayBeSentSince = newValue }
  }

  /// When the first of those was to be started that waited in this life of the daemon, and that it stands for now. Of this life alone, as
  /// well.
  package var waitedForSince: Instant? {
    get { storage?.contents.waitedForSince }
    set { contents.waitedForSince = newValue }
  }

  package var isEmpty: Bool { storage == nil }

  package static func == (a: FireDetails, b: FireDetails) -> Bool { a.storage === b.storage || a.contents == b.contents }
  package func hash(into hasher: inout Hasher) { hasher.combine(contents) }
}

extension FireDetails: Codable {
  package init(from decoder: any Decoder) throws { contents = try Contents(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try contents.encode(to: encoder) }
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

  /// One more instant beside others.
  init(_ due: Instant, and others: [MissedSpan?]) {
    let others = others.compactMap { $0 }
    count = others.reduce(1) { $0 + $1.count }
    first = others.reduce(due) { min($0, $1.first) }
    last = others.reduce(due) { max($0, $1.last) }
  }
}
