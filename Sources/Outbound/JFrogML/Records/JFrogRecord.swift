import Values

/// What the API keeps: a model, a version of one, an experiment or a deployment.
///
/// The document requires no field of an answer, so every one but the id may be nil. Nothing is lost: what the document does not
/// declare, or what is of another type there, is in `extra`, and `json` is the whole as it came.
public protocol JFrogRecord: Sendable, Hashable, Identifiable where ID == String {
  var id: String { get }
  /// An object of the members that have no property here.
  var extra: JSONValue { get }
  var json: JSONValue { get }

  /// - Throws: when it is no object with an id.
  init(json: JSONValue) throws(JFrogRecordError)
}

/// A record that cannot be used, in words: `a model without an id`.
public struct JFrogRecordError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
}

/// Takes the members of an object one by one. What does not fit stays where it is.
struct Members {
  let whole: JSONValue
  private var left: [String: JSONValue]

  /// - Parameter subject: `a model`, for the error.
  init(_ json: JSONValue, of subject: String) throws(JFrogRecordError) {
    guard case .object(let members) = json else { throw JFrogRecordError(description: "\(subject) that is no JSON object") }
    whole = json
    left = members
    self.subject = subject
  }

  private let subject: String

  /// What nobody has taken.
  var extra: JSONValue { .object(left) }

  /// A number is an id as well.
  mutating func id() throws(JFrogRecordError) -> String {
    let id = take("id") { value -> String? in
      if case .integer(let number) = value { return String(number) }
      return value.stringValue
    }
    if let id, !id.isEmpty { return id }
    let name = (left["name"] ?? left["version"])?.stringValue.map { " '\($0.onOneLine())'" } ?? ""
    throw JFrogRecordError(description: "\(subject)\(name) without an id")
  }

  mutating func take<Value>(_ key: String, _ read: (JSONValue) -> Value?) -> Value? {
    guard let member = left[key], let value = read(member) else {
      if left[key] == .null { left[key] = nil }
      return nil
    }
    left[key] = nil
    return value
  }
}
