/// A field that lists can be filtered by, and what its values are.
public struct ZenMLFilterField<Record: ZenMLRecord, Value: ZenMLFilterValue>: Sendable {
  /// The query parameter, such as `pipeline_id`.
  public let parameter: String
  /// Nil where records do not say anything about it.
  let value: (@Sendable (Record) -> Value?)?

  init(_ parameter: String, _ value: (@Sendable (Record) -> Value?)? = nil) {
    self.parameter = parameter
    self.value = value
  }

  /// Exactly this.
  public func equals(_ wanted: Value) -> ZenMLFilterTerm<Record> {
    term(wanted.equalsText, isEquality: true) { $0 == wanted }
  }

  /// Anything but this.
  public func notEquals(_ unwanted: Value) -> ZenMLFilterTerm<Record> {
    term("notequals:\(unwanted.filterText)") { $0 != unwanted }
  }

  /// One of these.
  public func oneOf(_ wanted: [Value]) -> ZenMLFilterTerm<Record> {
    let list = wanted.map { JSONText.quoted($0.filterText) }.joined(separator: ",")
    return term("oneof:[\(list)]") { wanted.contains($0) }
  }

  func term(
    _ text: String, isEquality: Bool = false, _ admits: @escaping @Sendable (Value) -> Bool
  ) -> ZenMLFilterTerm<Record> {
    let check = value.map { value in { @Sendable (record: Record) in value(record).map(admits) ?? true } }
    return ZenMLFilterTerm(parameter: parameter, text: text, isEquality: isEquality, check: check)
  }
}

extension ZenMLFilterField where Value == String {
  /// The text occurs in it, upper and lower case alike.
  public func contains(_ part: String) -> ZenMLFilterTerm<Record> {
    term("contains:\(part)") { $0.lowercased().contains(part.lowercased()) }
  }

  /// It begins so, upper and lower case alike.
  public func startsWith(_ start: String) -> ZenMLFilterTerm<Record> {
    term("startswith:\(start)") { $0.lowercased().hasPrefix(start.lowercased()) }
  }

  /// It ends so, upper and lower case alike.
  public func endsWith(_ end: String) -> ZenMLFilterTerm<Record> {
    term("endswith:\(end)") { $0.lowercased().hasSuffix(end.lowercased()) }
  }
}

/// The server compares times in whole seconds: lower bounds are rounded down to one, upper bounds up, so that no row is lost.
extension ZenMLFilterField where Value: Comparable {
  /// This or more; for times: then or later.
  public func atLeast(_ bound: Value) -> ZenMLFilterTerm<Record> {
    let bound = bound.roundedDown
    return term("gte:\(bound.filterText)") { $0 >= bound }
  }

  /// This or less; for times: then or earlier.
  public func atMost(_ bound: Value) -> ZenMLFilterTerm<Record> {
    let bound = bound.roundedUp
    return term("lte:\(bound.filterText)") { $0 <= bound }
  }

  /// More than this; for times: later.
  public func above(_ bound: Value) -> ZenMLFilterTerm<Record> {
    let bound = bound.roundedDown
    return term("gt:\(bound.filterText)") { $0 > bound }
  }

  /// Less than this; for times: earlier.
  public func below(_ bound: Value) -> ZenMLFilterTerm<Record> {
    let bound = bound.roundedUp
    return term("lt:\(bound.filterText)") { $0 < bound }
  }
}
