/// One page of a list.
package struct ZenMLPage<Row: Sendable>: Sendable {
  /// From 1.
  package let index: Int
  package let totalPages: Int
  /// Rows on all pages together, as the server counts them.
  package let total: Int
  /// What was asked for and could be read.
  package private(set) var rows: [Row]
  /// Rows that came although they were not asked for: the server ignored a filter.
  package private(set) var unaskedCount = 0
  /// Rows that could not be read: what is wrong with each, and its id or name where it has one.
  package let unreadable: [String]

  package var isLast: Bool { index >= totalPages }

  /// Leaves out what was not asked for.
  mutating func keep(where wasAskedFor: (Row) -> Bool) {
    let kept = rows.filter(wasAskedFor)
    unaskedCount += rows.count - kept.count
    rows = kept
  }
}

extension ZenMLPage: Decodable where Row: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: WireKey.self)
    let items = try container.decode([Tolerant<Row>].self, forKey: WireKey("items"))
    rows = items.compactMap { try? $0.result.get() }
    total = try container.decode(Int.self, forKey: WireKey("total"))
    index = try container.decodeIfPresent(Int.self, forKey: WireKey("index")) ?? 1
    totalPages = try container.decodeIfPresent(Int.self, forKey: WireKey("total_pages")) ?? 1
    unreadable = try Self.problems(of: items, in: container.nestedUnkeyedContainer(forKey: WireKey("items")))
  }

  private static func problems(
    of items: [Tolerant<Row>], in rows: any UnkeyedDecodingContainer
  ) throws -> [String] {
    var list = rows
    var problems: [String] = []
    for item in items {
      let label = try list.decode(RowLabel.self)
      if case .failure(let error) = item.result { problems.append("\(label): \(words(for: error))") }
    }
    return problems
  }

  private static func words(for error: any Error) -> String {
    (error as? DecodingError)?.placeAndProblem ?? "\(error)"
  }
}

/// What names a row for a person.
private struct RowLabel: Decodable, CustomStringConvertible {
  let description: String

  init(from decoder: any Decoder) {
    let container = try? decoder.container(keyedBy: WireKey.self)
    let texts = ["name", "id"].compactMap { try? container?.decode(String.self, forKey: WireKey($0)) }
    description = texts.first.map { "'\($0.onOneLine(hiding: []))'" } ?? "a row without name and id"
  }
}
