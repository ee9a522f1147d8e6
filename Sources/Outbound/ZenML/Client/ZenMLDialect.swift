import Values

/// Which requests the server understands.
public enum ZenMLDialect: Sendable, Equatable {
  /// Those of real servers, 0.98 and its neighbours.
  case server
  /// Only the operations, parameters and members of bodies that ZenML's published OpenAPI document declares.
  ///
  /// Filters that it declares no parameter for are applied here, to the rows that come; an operation that it does not declare is
  /// an error of kind ``ZenMLError/Kind/refused``, and nothing is sent.
  case document

  /// Rows on a page at most: 10 000 as observed on 0.98.0, 1 000 by the document.
  var largestPage: Int { self == .server ? 10_000 : 1000 }

  func declares(_ call: ZenMLCall) -> Bool { self == .server || DocumentOperation.of(call) != nil }

  /// `call` without what the server would not understand; nil when it would understand nothing of it.
  func conforming(_ call: ZenMLCall) -> ZenMLCall? {
    guard self == .document else { return call }
    guard let operation = DocumentOperation.of(call) else { return nil }
    var conforming = call
    conforming.query = call.query.compactMap { pair in operation.parameter(for: pair.name).map { ($0, pair.value) } }
    if case .json(.object(let members)) = call.content {
      conforming.content = .json(.object(members.filter { operation.members.contains($0.key) }))
    }
    return conforming
  }
}
