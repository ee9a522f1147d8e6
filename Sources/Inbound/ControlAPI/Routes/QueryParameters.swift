import ControlMessages
import Hummingbird

/// The query of one request, refused when it asks for what the route does not know: a filter that is silently ignored
/// answers another question than the one that was asked.
struct QueryParameters {
  private let values: [String: String]

  @discardableResult
  init(_ request: Request, allowed: Set<String>) throws(ControlProblem) {
    var values: [String: String] = [:]
    for (name, value) in try Self.pairs(of: request) {
      guard allowed.contains(name) else { throw Self.unknown(name, request, allowed) }
      guard values.updateValue(value, forKey: name) == nil else {
        throw ControlProblem(.badRequest, "the query parameter '\(name)' occurs twice")
      }
    }
    self.values = values
  }

  subscript(_ name: String) -> String? { values[name] }

  func integer(_ name: String, in allowed: ClosedRange<Int>) throws(ControlProblem) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), allowed.contains(number) else {
      throw ControlProblem(
        .badRequest, "\(name)=\(text): a number from \(allowed.lowerBound) to \(allowed.upperBound) is needed")
    }
    return number
  }

  /// False when it is not given.
  func flag(_ name: String) throws(ControlProblem) -> Bool {
    switch values[name] {
    case nil, "false": return false
    case "true": return true
    case let text?: throw ControlProblem(.badRequest, "\(name)=\(text): true or false is needed")
    }
  }

  /// All of them, in order.
  static func pairs(of request: Request) throws(ControlProblem) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for part in (request.uri.query ?? "").split(separator: "&") { pairs.append(try pair(part)) }
    return pairs
  }

  private static func pair(_ part: Substring) throws(ControlProblem) -> (name: String, value: String) {
    // Browsers and Python's clients write a space as a plus sign.
    let sides = part.replacing("+", with: " ").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = PercentCoding.decoded(sides[0]), let value = PercentCoding.decoded(sides.dropFirst().first ?? "") else {
      throw ControlProblem(.badRequest, "the query parameter '\(part)' is not percent-encoded UTF-8")
    }
    return (name, value)
  }

  private static func unknown(_ name: String, _ request: Request, _ allowed: Set<String>) -> ControlProblem {
    let known = allowed.isEmpty ? "it takes none" : "it takes " + allowed.sorted().joined(separator: ", ")
    return ControlProblem(.badRequest, "\(request.uri.path) has no query parameter '\(name)'; \(known)")
  }
}

extension ControlContext {
  /// The path's segment that the route calls `name`, decoded.
  func pathText(_ name: String) throws(ControlProblem) -> String {
    guard let segment = parameters.get(name), let text = PercentCoding.decoded(segment) else {
      throw ControlProblem(.badRequest, "the path's \(name) is not percent-encoded UTF-8")
    }
    return text
  }
}
