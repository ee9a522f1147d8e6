import Scheduling

package struct ZenMLPipeline: Sendable, Equatable {
  package let id: Identifier
  package let name: String
}

extension ZenMLPipeline: Decodable {
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    id = try entity.required("id")
    name = try entity.required("name")
  }
}
