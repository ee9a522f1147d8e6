import Values

/// One page of a list: a collection of its rows.
public struct ZenMLPage<Record: ZenMLRecord>: Sendable {
  /// From 1.
  public let number: Int
  /// How many pages there are.
  public let totalPages: Int
  /// Rows on all pages together, as the server counts them.
  public let total: Int
  /// What was asked for and could be read.
  public private(set) var rows: [Record]
  /// Rows that came although they were not asked for: the server ignored a filter.
  public private(set) var unaskedCount = 0
  /// Rows that could not be read: what is wrong with each, and its id or name where it has one.
  public let unreadable: [String]
  /// The ids of all rows that came, in their order, whatever became of them here; of one without an id all of it.
  package let servedIDs: [String]

  /// True for the last page.
  public var isLast: Bool { number >= totalPages }

  /// - Throws: for an answer that is no page.
  init(_ json: JSONValue) throws(ZenMLFieldError) {
    guard let items = json["items"]?.arrayValue else { throw ZenMLFieldError("'items' is missing") }
    guard case .integer(let total) = json["total"] else { throw ZenMLFieldError("'total' is missing") }
    self.total = Int(total)
    number = Self.number(json["index"]) ?? 1
    totalPages = Self.number(json["total_pages"]) ?? 1
    rows = []
    var problems: [String] = []
    for (index, item) in items.enumerated() {
      do throws(ZenMLFieldError) {
        rows.append(try Record(ZenMLFields(item)))
      } catch {
        let place = ["items.\(index)", error.field].compactMap(\.self).joined(separator: ".")
        problems.append("\(Self.label(of: item)): \(place): \(error.problem)")
      }
    }
    unreadable = problems
    servedIDs = items.map { $0["id"]?.stringValue ?? "\($0)" }
  }

  /// Leaves out what was not asked for.
  mutating func keep(where wasAskedFor: (Record) -> Bool) {
    let kept = rows.filter(wasAskedFor)
    unaskedCount += rows.count - kept.count
    rows = kept
  }

  private static func number(_ json: JSONValue?) -> Int? { if case .integer(let number) = json { Int(number) } else { nil } }

  /// What names a row for a person.
  private static func label(of item: JSONValue) -> String {
    guard let text = item["name"]?.stringValue ?? item["id"]?.stringValue else { return "a row without name and id" }
    return "'\(text.onOneLine(hiding: []))'"
  }
}

extension ZenMLPage: RandomAccessCollection {
  /// The place of the first row.
  public var startIndex: Int { rows.startIndex }
  /// The place after the last row.
  public var endIndex: Int { rows.endIndex }
  /// The row at `position`.
  public subscript(position: Int) -> Record { rows[position] }
}
