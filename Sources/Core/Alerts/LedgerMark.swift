import Scheduling

/// How much of the ledger was heard of: every row up to the one that was added last, and every end but those of the fires that were under
/// way. What a store holds beyond it has happened since.
package struct LedgerMark: Hashable, Sendable, Codable {
  /// Nil: the ledger was empty.
  package var lastAdded: Identifier?
  package var underWay: Set<Identifier>

  package init(lastAdded: Identifier?, underWay: Set<Identifier>) {
    (self.lastAdded, self.underWay) = (lastAdded, underWay)
  }

  /// So many fires under way are written down; of a herd beyond that, an end that comes just before a crash may not be told.
  private static let limit = 2000

  private enum CodingKeys: String, CodingKey { case lastAdded, underWay }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(lastAdded, forKey: .lastAdded)
    try values.encode(Array(underWay.sorted().prefix(Self.limit)), forKey: .underWay)
  }
}
