import Values

/// A field that lists can be filtered by, known by the name of its parameter: for filters that come as text.
public struct ZenMLFilterName<Record: ZenMLRecord>: Sendable {
  /// The query parameter, such as `pipeline_id`.
  public let name: String
  private let reader: @Sendable (String) throws(ZenMLFilterTextError) -> ZenMLFilterTerm<Record>

  init<Value>(_ field: ZenMLFilterField<Record, Value>) {
    name = field.parameter
    reader = { (text) throws(ZenMLFilterTextError) in try field.term(reading: text) }
  }

  /// The condition that `text` means: a value, or an operator and a value, such as `startswith:nightly`, `gte:2026-11-21T00:00:00Z` and
  /// `oneof:["a","b"]`.
  public func term(_ text: String) throws(ZenMLFilterTextError) -> ZenMLFilterTerm<Record> { try reader(text) }
}

/// Why a text is no condition of a filter.
public struct ZenMLFilterTextError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `created 'yesterday' is not a time`.
  public let description: String
}

extension ZenMLFilter {
  /// Reads a filter from names of parameters and texts, as a command line gives them.
  public init(reading pairs: [(name: String, text: String)]) throws(ZenMLFilterTextError) {
    var terms: [ZenMLFilterTerm<Record>] = []
    for (name, text) in pairs {
      guard let field = Record.filterFields.first(where: { $0.name == name }) else {
        let known = Record.filterFields.map(\.name).sorted().joined(separator: ", ")
        throw ZenMLFilterTextError(description: "\(Record.kind.plural) have no filter '\(name)'; there are \(known)")
      }
      terms.append(try field.term(text))
    }
    self.init(terms)
  }
}
