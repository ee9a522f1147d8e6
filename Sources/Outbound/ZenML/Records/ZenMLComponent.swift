import Scheduling

/// A stack component, such as an orchestrator.
package struct ZenMLComponent: Sendable, Equatable {
  package let id: Identifier
  /// `kubernetes`.
  package let flavorName: String
  /// True unless the server says that the flavor is one of ZenML's own: somebody else's may bear the same name.
  package let isCustom: Bool
}

extension ZenMLComponent: Decodable {
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    id = try entity.required("id")
    let flavor = try? entity.entity("flavor")
    // 0.58 names the flavor in `body.flavor`, as a text.
    let name: String? = try entity.value("flavor_name") ?? (try? entity.value("flavor", as: String.self))
    guard let name else { flavorName = try entity.required("flavor_name"); isCustom = true; return }
    flavorName = name
    isCustom = (try? flavor?.value("is_custom", as: Bool.self)) ?? true
  }
}
