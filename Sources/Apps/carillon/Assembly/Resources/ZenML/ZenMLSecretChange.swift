import ControlMessages
import Scheduling
import ZenML

/// A change of a secret that leaves alone what it does not name.
enum ZenMLSecretChange {
  @Sendable static func update(
    _ secrets: ZenMLCollection<ZenMLSecret>, _ id: Identifier, _ members: [String: JSONValue]
  ) async throws -> ZenMLSecret {
    try await secrets.update(id, try change(members), mergingValues: true)
  }

  static func change(_ members: [String: JSONValue]) throws(ControlProblem) -> ZenMLSecret.Update {
    var change = ZenMLSecret.Update()
    for (key, value) in members {
      switch (key, value) {
      case ("name", .string(let name)): change.name = name
      case ("private", .bool(let isPrivate)): change.isPrivate = isPrivate
      case ("values", .object(let values)): change.values = try texts(values)
      default:
        throw ControlProblem(.badRequest, "a secret has a name (a text), private (true or false) and values (an object), not this '\(key)'")
      }
    }
    return change
  }

  /// Nil for what is to be dropped.
  private static func texts(_ values: [String: JSONValue]) throws(ControlProblem) -> [String: String?] {
    var texts: [String: String?] = [:]
    for (key, value) in values {
      switch value {
      case .string(let text): texts[key] = .some(text)
      case .null: texts[key] = .some(nil)
      default: throw ControlProblem(.badRequest, "the values of a secret are texts, or null to drop one; '\(key)' is neither")
      }
    }
    return texts
  }
}
