import Scheduling

/// A project: the space in which names of schedules and runs are unique.
package struct ZenMLProject: Sendable, Equatable {
  package let id: Identifier
  package let name: String
}

extension ZenMLProject: Decodable {
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    id = try entity.required("id")
    name = try entity.required("name")
  }
}
