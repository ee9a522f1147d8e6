/// Which records a list is to bring: all of these conditions, or any of them.
///
/// ```swift
/// client.runs.list(filter: [.status.oneOf([.failed, .stopped]), .name.startsWith("nightly")])
/// ```
///
/// The server ignores parameters that it does not know and answers with everything. So every row is compared with the filter
/// here as well, as far as it says something about it; rows that were not asked for are left out and counted
/// (``ZenMLPage/unaskedCount``).
public struct ZenMLFilter<Record: ZenMLRecord>: Sendable, ExpressibleByArrayLiteral {
  /// The conditions.
  public var terms: [ZenMLFilterTerm<Record>]
  /// One condition that holds is enough. The server then counts the project among the conditions: name none, and none is added.
  public var needsOnlyOne = false

  /// All of `terms` must hold; none of them: every record.
  public init(_ terms: [ZenMLFilterTerm<Record>] = []) { self.terms = terms }

  /// All of these must hold.
  public init(arrayLiteral elements: ZenMLFilterTerm<Record>...) { terms = elements }

  /// One of `terms` is enough.
  public static func any(_ terms: [ZenMLFilterTerm<Record>]) -> ZenMLFilter {
    var filter = ZenMLFilter(terms)
    filter.needsOnlyOne = true
    return filter
  }

  /// Whether `record` fits. What a record does not say cannot speak against it.
  public func admits(_ record: Record) -> Bool {
    if needsOnlyOne, !terms.isEmpty { return terms.contains { $0.admits(record) } }
    return terms.allSatisfy { $0.admits(record) }
  }

  func names(_ parameter: String) -> Bool { terms.contains { $0.parameter == parameter } }

  var query: [(name: String, value: String)] {
    let pairs = terms.map { (name: $0.parameter, value: $0.text) }
    return needsOnlyOne ? pairs + [("logical_operator", "or")] : pairs
  }

  /// What can be sent to a server that compares plainly, and knows only some parameters; the rest is compared here.
  func query(knowing operation: DocumentOperation) -> [(name: String, value: String)] {
    if needsOnlyOne { return [] }
    return terms.filter { $0.isEquality && operation.parameter(for: $0.parameter) != nil }.map { ($0.parameter, $0.text) }
  }

  /// The first parameter that `operation` does not know and that rows cannot be compared with.
  func unanswerable(by operation: DocumentOperation) -> String? {
    terms.first { $0.check == nil && (needsOnlyOne || !$0.isEquality || operation.parameter(for: $0.parameter) == nil) }?.parameter
  }
}

/// One condition of a filter. The fields of each kind of record are its static properties, such as `.status`.
public struct ZenMLFilterTerm<Record: ZenMLRecord>: Sendable {
  /// The query parameter.
  public let parameter: String
  /// What the parameter says: `oneof:["a","b"]`.
  public let text: String
  /// True for a plain comparison, without an operator in `text`.
  let isEquality: Bool
  /// Nil where records do not say anything about it.
  let check: (@Sendable (Record) -> Bool)?

  init(parameter: String, text: String, isEquality: Bool = false, check: (@Sendable (Record) -> Bool)?) {
    self.parameter = parameter
    self.text = text
    self.isEquality = isEquality
    self.check = check
  }

  /// Whether `record` fits; true also when it does not say.
  public func admits(_ record: Record) -> Bool { check?(record) ?? true }
}
