import ControlMessages
import Hummingbird
import NIOCore

/// What a page's form or link sends: names with values. What is unknown is ignored, what is empty counts as missing.
struct PageFields {
  private let pairs: [(name: String, value: String)]

  init(_ text: String) throws(ControlProblem) {
    var pairs: [(name: String, value: String)] = []
    for part in text.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.replacing("+", with: " ") }
      guard let name = PercentCoding.decoded(sides[0]), let value = PercentCoding.decoded(sides.dropFirst().first ?? "") else {
        throw ControlProblem(.badRequest, "the form is not percent-encoded UTF-8")
      }
      pairs.append((name, value))
    }
    self.pairs = pairs
  }

  /// Of the address.
  init(query request: Request) throws(ControlProblem) { try self.init(request.uri.query ?? "") }

  /// Of the body, which `BodyLimit` has read already, and bounds.
  init(body request: Request) async throws {
    try self.init(String(buffer: try await request.body.collect(upTo: .max)))
  }

  /// Without spaces around it; nil when it is missing or empty.
  subscript(_ name: String) -> String? {
    let value = pairs.first { $0.name == name }?.value.trimmingSpaces
    return value?.isEmpty == false ? value : nil
  }

  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  /// Whether it is there, empty or not: a form sends all its fields.
  func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

  /// Nil when it is missing.
  func integer(_ name: String, in allowed: ClosedRange<Int>) throws(ControlProblem) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text), allowed.contains(number) else {
      throw ControlProblem(.badRequest, "\(name)=\(text): a number from \(allowed.lowerBound) to \(allowed.upperBound) is needed")
    }
    return number
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
