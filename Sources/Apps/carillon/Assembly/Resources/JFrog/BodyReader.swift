import ControlMessages
import JFrogML
import Scheduling

/// Takes the members of a body that a person wrote, for requests of which the API declares each member.
struct BodyReader {
  private let subject: String
  private var left: [String: JSONValue]
  private var known: [String] = []

  /// - Parameter subject: `a model`, for errors.
  init(_ members: [String: JSONValue], of subject: String) {
    left = members
    self.subject = subject
  }

  mutating func text(_ key: String) throws(ControlProblem) -> String? {
    guard let value = take(key) else { return nil }
    if let text = value.stringValue { return text }
    throw problem(key, "a text")
  }

  mutating func required(_ key: String) throws(ControlProblem) -> String {
    guard let text = try text(key) else { throw ControlProblem(.badRequest, "\(subject) needs \(key): --set \(key)=…") }
    return text
  }

  mutating func texts(_ key: String) throws(ControlProblem) -> [String]? {
    guard let value = take(key) else { return nil }
    let texts = value.arrayValue?.compactMap(\.stringValue)
    guard let texts, texts.count == value.arrayValue?.count else { throw problem(key, "a list of texts: --set-json '\(key)=[\"a\"]'") }
    return texts
  }

  mutating func number(_ key: String) throws(ControlProblem) -> Int? {
    guard let value = take(key) else { return nil }
    if case .integer(let number) = value { return Int(number) }
    throw problem(key, "a whole number: --set-json \(key)=2")
  }

  mutating func textsByName(_ key: String) throws(ControlProblem) -> [String: String]? {
    try byName(key, "an object of texts", \.stringValue)
  }

  mutating func numbersByName(_ key: String) throws(ControlProblem) -> [String: Double]? {
    try byName(key, "an object of numbers: --set-json '\(key)={\"auc\": 0.9}'") { value in
      switch value {
      case .integer(let number): Double(number)
      case .number(let number): number
      default: nil
      }
    }
  }

  mutating func object(_ key: String) throws(ControlProblem) -> [String: JSONValue]? {
    guard let value = take(key) else { return nil }
    if case .object(let members) = value { return members }
    throw problem(key, "an object")
  }

  /// To be called when everything is read.
  /// - Throws: for members that the API does not declare.
  func finish() throws(ControlProblem) {
    guard let other = left.keys.min() else { return }
    throw ControlProblem(.badRequest, "\(subject) has no '\(other)'; known: \(known.sorted().joined(separator: ", "))")
  }

  private mutating func byName<Value>(
    _ key: String, _ what: String, _ read: (JSONValue) -> Value?
  ) throws(ControlProblem) -> [String: Value]? {
    guard let members = try object(key) else { return nil }
    let values = members.compactMapValues(read)
    guard values.count == members.count else { throw problem(key, what) }
    return values
  }

  /// Null counts as absent.
  private mutating func take(_ key: String) -> JSONValue? {
    known.append(key)
    let value = left.removeValue(forKey: key)
    return value == .null ? nil : value
  }

  private func problem(_ key: String, _ what: String) -> ControlProblem {
    ControlProblem(.badRequest, "\(key) of \(subject) is \(what)")
  }
}
