/// The definition of a local schedule as it was written, with the tag that a change of it names.
package struct DefinitionMessage: Codable, Sendable, Equatable {
  package var id: String
  package var name: String
  /// JSON or YAML.
  package var text: String
  package var etag: String
  package var created: String
  package var updated: String

  package init(id: String, name: String, text: String, etag: String, created: String, updated: String) {
    self.id = id
    self.name = name
    self.text = text
    self.etag = etag
    self.created = created
    self.updated = updated
  }
}
