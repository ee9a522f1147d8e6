/// Schemas in a short notation, `name: type, …`, one member after the other:
///
/// - `text`, `whole`, `number`, `flag`, `time` (ISO 8601), `id` (a UUID), `fire` (that of a fire, or its beginning), `any`; a name with a
///   capital: the schema of that name.
/// - `[type]` a list, `{type}` an object with members of one type, `type?` or null, `"word"` exactly that.
/// - a name with `~` behind it may be missing.
enum SchemaText {
  /// A fire's id, or its first eight digits or more.
  static let firePattern = "^[0-9A-Fa-f]{8}(-?[0-9A-Fa-f]){0,24}$"

  static func object(_ text: String) -> DocumentValue {
    var properties: [String: DocumentValue] = [:]
    var required: [DocumentValue] = []
    for member in text.split(separator: ",") {
      let sides = member.split(separator: ":", maxSplits: 1).map(trimmed)
      precondition(sides.count == 2, "'\(member)' is no 'name: type'")
      let isOptional = sides[0].hasSuffix("~")
      let name = isOptional ? String(sides[0].dropLast()) : sides[0]
      properties[name] = type(sides[1])
      if !isOptional { required.append(.text(name)) }
    }
    let schema: DocumentValue = ["type": "object", "properties": .object(properties)]
    return required.isEmpty ? schema : schema.with(["required": .list(required)])
  }

  static func type(_ text: String) -> DocumentValue {
    if text.hasSuffix("?") { return nullable(type(String(text.dropLast()))) }
    if text.hasPrefix("[") { return ["type": "array", "items": type(inside(text))] }
    if text.hasPrefix("{") { return ["type": "object", "additionalProperties": type(inside(text))] }
    if text.hasPrefix("\"") { return ["const": .text(inside(text))] }
    return switch text {
    case "text": ["type": "string"]
    case "whole": ["type": "integer"]
    case "number": ["type": "number"]
    case "flag": ["type": "boolean"]
    case "time": ["type": "string", "format": "date-time"]
    case "id": ["type": "string", "format": "uuid"]
    case "fire": ["type": "string", "pattern": .text(firePattern)]
    case "any": [:]
    default: ["$ref": .text("#/components/schemas/\(text)")]
    }
  }

  private static func nullable(_ schema: DocumentValue) -> DocumentValue {
    if case .object(let members) = schema, case .text(let type)? = members["type"] { return schema.with(["type": [.text(type), "null"]]) }
    return ["anyOf": [schema, ["type": "null"]]]
  }

  private static func inside(_ text: String) -> String { String(text.dropFirst().dropLast()) }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
