import Values

/// One page of a list: a collection of its rows.
public struct JFrogPage<Row: JFrogRecord>: Sendable, Hashable {
  public let rows: [Row]
  /// Of its first row, among all.
  public let offset: Int
  /// Rows on all pages together, as the server counts them; nil when it does not say.
  public let totalCount: Int?
  /// Rows that could not be read, each in words.
  public let unreadable: [String]

  /// Where the next page begins.
  var end: Int { offset + rows.count + unreadable.count }
  /// Nothing at all, readable or not.
  var isBlank: Bool { end == offset }

  /// - Parameters:
  ///   - key: the member that holds the rows: `models`.
  ///   - offset: that was asked for.
  /// - Throws: when there are no such rows; a list that is null is an empty one.
  init(_ json: JSONValue, key: String, offset: Int) throws(JFrogRecordError) {
    guard let items = json[key] == .null ? [] : json[key]?.arrayValue else {
      // Not an empty list: who looks for something would believe that it is not there.
      throw JFrogRecordError(description: "JSON without a list '\(key)'")
    }
    let results = items.map { item in Result { () throws(JFrogRecordError) in try Row(json: item) } }
    rows = results.compactMap { try? $0.get() }
    unreadable = results.compactMap { if case .failure(let error) = $0 { error.description } else { nil } }
    totalCount = json["total_count"]?.integerValue
    self.offset = offset
  }
}

extension JFrogPage: RandomAccessCollection {
  public var startIndex: Int { rows.startIndex }
  public var endIndex: Int { rows.endIndex }
  public subscript(position: Int) -> Row { rows[position] }
}
