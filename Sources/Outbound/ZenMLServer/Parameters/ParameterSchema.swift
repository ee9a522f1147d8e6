import Scheduling

/// A JSON Schema as ZenML makes it of Python types (Pydantic 2), and what a value does against it.
///
/// Only what is certainly refused is a problem: words that are not known here are taken for satisfied, and texts that
/// Python would convert (`"0.7"` for a number) pass. So does a text with a template, whose value comes at send time.
package struct ParameterSchema: Sendable, Equatable {
  private let root: JSONValue
  /// `$ref` may lead in circles.
  private static let deepest = 16

  package init(_ schema: JSONValue) { root = schema }

  /// The parameters that it names, sorted.
  package var names: [String] {
    guard case .object(let properties)? = root["properties"] else { return [] }
    return properties.keys.sorted()
  }

  /// Whether parameters that it does not name are refused.
  var isClosed: Bool { root["additionalProperties"] == false }

  /// What is wrong with an object of parameters, in sentences.
  /// - Parameters:
  ///   - owner: `step 'trainer'`.
  ///   - whole: whether what is required has to be there; otherwise the rest is known already.
  package func problems(of values: [String: JSONValue], for owner: String, whole: Bool) -> [String] {
    var problems: [String] = []
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      if let schema = root["properties"]?[name] {
        if let why = mismatch(of: value, schema, depth: 0) { problems.append("parameter '\(name)' of \(owner): \(why)") }
      } else if isClosed {
        problems.append(
          "\(owner) has no parameter '\(name)'; \(names.isEmpty ? "it takes none" : "it takes \(names.joined(separator: ", "))")")
      }
    }
    return problems + (whole ? missing(in: values, owner) : [])
  }

  private func missing(in values: [String: JSONValue], _ owner: String) -> [String] {
    (root["required"]?.arrayValue ?? []).compactMap(\.stringValue).filter { values[$0] == nil }
      .map { "\(owner) needs the parameter '\($0)'" }
  }

  /// Why the value does not fit; nil when it does, as far as can be told.
  private func mismatch(of value: JSONValue, _ schema: JSONValue, depth: Int) -> String? {
    guard depth < Self.deepest, !value.isTemplate else { return nil }
    if let reference = schema["$ref"]?.stringValue {
      return definition(reference).flatMap { mismatch(of: value, $0, depth: depth + 1) }
    }
    if let choices = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue {
      let problems = choices.map { mismatch(of: value, $0, depth: depth + 1) }
      return problems.contains(nil) ? nil : problems.compactMap(\.self).joined(separator: ", or ")
    }
    if let choices = schema["enum"]?.arrayValue, !choices.contains(value) {
      return "\(value.shown) is none of \(choices.map(\.shown).joined(separator: ", "))"
    }
    if let types = schema["type"]?.typeNames, !types.contains(where: value.passes) {
      return "\(value.shown) is no \(types.joined(separator: " or "))"
    }
    return mismatchInside(value, schema, depth: depth + 1)
  }

  private func mismatchInside(_ value: JSONValue, _ schema: JSONValue, depth: Int) -> String? {
    switch value {
    case .array(let items):
      guard let schema = schema["items"] else { return nil }
      return items.lazy.compactMap { mismatch(of: $0, schema, depth: depth) }.first
    case .object(let members):
      return members.sorted { $0.key < $1.key }.lazy.compactMap { name, member in
        guard let schema = schema["properties"]?[name] ?? schema["additionalProperties"] else { return nil }
        return schema == false ? "'\(name)' is not known there" : mismatch(of: member, schema, depth: depth)
      }.first
    case .null, .bool, .integer, .number, .string: return nil
    }
  }

  /// `#/$defs/Name`.
  private func definition(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#/") else { return nil }
    return reference.dropFirst(2).split(separator: "/").reduce(Optional(root)) { place, key in place?[String(key)] }
  }
}
