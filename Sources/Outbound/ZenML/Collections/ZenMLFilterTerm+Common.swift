import CivilTime
import Values

/// What lists of all kinds can be filtered by.
extension ZenMLFilterTerm {
  /// The record's own id.
  public static var id: ZenMLFilterField<Record, Identifier> { .init("id") { $0.id } }
  /// When it was made, by the server's clock.
  public static var created: ZenMLFilterField<Record, Instant> { .init("created") { $0.createdAt } }
  /// When it was last changed, by the server's clock.
  public static var updated: ZenMLFilterField<Record, Instant> { .init("updated") { $0.updatedAt } }
  /// The id of the project that it belongs to.
  public static var project: ZenMLFilterField<Record, Identifier> { .init("project") { $0.projectID } }
  /// Who made it: the id of a user or service account.
  public static var user: ZenMLFilterField<Record, Identifier> { .init("user") { $0.userID } }

  /// A condition that this client has no name for. Rows are not compared with it: a server that does not know the parameter
  /// answers with everything.
  public static func parameter(_ name: String, _ text: String) -> ZenMLFilterTerm {
    ZenMLFilterTerm(parameter: name, text: text, check: nil)
  }
}

extension ZenMLFilterTerm where Record: ZenMLFindableByName {
  /// Its name.
  public static var name: ZenMLFilterField<Record, String> { .init("name") { $0.common.name } }
}
