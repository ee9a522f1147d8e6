import Values

extension ZenMLFilterField {
  /// The condition that `text` means, as ``ZenMLFilterName/term(_:)`` says.
  func term(reading text: String) throws(ZenMLFilterTextError) -> ZenMLFilterTerm<Record> {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let comparison = FilterComparison(rawValue: parts[0]) else { return equals(try read(text)) }
    switch comparison {
    case .equals: return equals(try read(parts[1]))
    case .notEquals: return notEquals(try read(parts[1]))
    case .oneOf: return oneOf(try readList(parts[1]))
    case .contains, .startsWith, .endsWith: return textual(comparison, parts[1])
    case .atLeast, .above, .atMost, .below: return ordered(comparison, try read(parts[1]))
    }
  }

  private func read(_ text: String) throws(ZenMLFilterTextError) -> Value {
    guard let value = Value.reading(filterText: text) else {
      throw ZenMLFilterTextError(description: "\(parameter) '\(text.onOneLine(hiding: []))' is not \(Value.filterWord)")
    }
    return value
  }

  /// `["a","b"]`, or `a,b`.
  private func readList(_ text: String) throws(ZenMLFilterTextError) -> [Value] {
    let listed = (try? JSONReader.value(of: Array(text.utf8)))?.arrayValue?.compactMap(\.stringValue)
    var values: [Value] = []
    for item in listed ?? text.split(separator: ",").map(String.init) { values.append(try read(item)) }
    return values
  }

  private func textual(_ comparison: FilterComparison, _ part: String) -> ZenMLFilterTerm<Record> {
    let wanted = part.lowercased()
    return term("\(comparison.rawValue):\(part)") { value in
      let text = value.filterText.lowercased()
      return switch comparison {
      case .startsWith: text.hasPrefix(wanted)
      case .endsWith: text.hasSuffix(wanted)
      default: text.contains(wanted)
      }
    }
  }

  private func ordered(_ comparison: FilterComparison, _ value: Value) -> ZenMLFilterTerm<Record> {
    let bound = [.atLeast, .above].contains(comparison) ? value.roundedDown : value.roundedUp
    return term("\(comparison.rawValue):\(bound.filterText)") { value in
      // What has no order is left to the server.
      guard let isLess = value.isLess(than: bound), let isMore = bound.isLess(than: value) else { return true }
      return switch comparison {
      case .atLeast: !isLess
      case .above: isMore
      case .atMost: !isMore
      default: isLess
      }
    }
  }
}

extension ZenMLFilterValue {
  /// Nil where values have no order.
  fileprivate func isLess(than other: Self) -> Bool? {
    guard let one = self as? any Comparable else { return nil }
    return Self.isLess(one, other)
  }

  private static func isLess<Ordered: Comparable>(_ one: Ordered, _ other: Self) -> Bool? {
    (other as? Ordered).map { one < $0 }
  }
}

/// The server's operators.
enum FilterComparison: String, CaseIterable {
  case equals, contains
  case notEquals = "notequals"
  case oneOf = "oneof"
  case startsWith = "startswith"
  case endsWith = "endswith"
  case atLeast = "gte"
  case above = "gt"
  case atMost = "lte"
  case below = "lt"
}
