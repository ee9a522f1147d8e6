import Scheduling

/// A kind of record that a server keeps, as the commands speak of it: what it is called, what a list shows of it, what can be asked.
struct Resource: Sendable {
  enum Verb: String, Sendable, CaseIterable { case list, get, create, update, delete }

  /// The command that it stands under: `zenml`.
  let server: String
  /// As it is typed: `service-accounts`.
  let name: String
  let aliases: [String]
  /// `service account`.
  let noun: String
  /// `service accounts`.
  let plural: String
  /// One sentence for help.
  let about: String
  let verbs: [Verb]
  /// The headings of a list's own columns, between the name and the id.
  let columns: [String]
  /// What lists can be filtered by, as the server calls it: `pipeline_id`.
  let filters: [String]
  /// What its records belong to, such as `service account`; nil for what stands by itself.
  let parent: String?
  /// True when records belong to a project of the server.
  let isOfProject: Bool
  /// What must not be printed.
  let secrets: SecretMembers
  /// One more sentence about create and update, where a person could be surprised.
  let changeNote: String?
  /// What a create needs, for its example: `--set name=checked`.
  let example: String
  /// What an update can bring, for its example.
  let changeExample: String
  /// True when a record can be named by its name.
  let isNamed: Bool
  /// True for what the server shows when it is made, and never again.
  let isShownOnce: Bool
  /// True when the server takes members that it does not know, and says nothing.
  let ignoresUnknownMembers: Bool
  /// Logs in to nothing yet: the first request does.
  let connect: @Sendable (ServerChoice) async throws -> any ResourceOperations
}

extension Resource {
  /// `an API key`.
  var oneOfThem: String { ("aeio".contains(noun.lowercased().prefix(1)) ? "an " : "a ") + noun }
}

/// Which server, and what part of it.
struct ServerChoice: Sendable {
  /// From `--config`.
  var config: String?
  /// From `--project`; nil means the configuration's.
  var project: String?
  /// From `--of`: what the records belong to, by name or id.
  var parent: String?
}

/// What can be asked of the server about one kind of record.
protocol ResourceOperations: Sendable {
  /// One page of a list.
  func page(_ query: ResourceQuery) async throws -> ResourcePage
  /// The record that `reference` means: its id, its name, or a beginning of either that no other has.
  func get(_ reference: String) async throws -> ResourceRow
  func create(_ members: [String: JSONValue]) async throws -> ResourceRow
  /// - Parameter reference: the whole id or name: nothing is changed by a beginning of its name.
  func update(_ reference: String, _ members: [String: JSONValue]) async throws -> ResourceRow
  /// The record that `delete` would delete, by its whole id or name.
  func exactly(_ reference: String) async throws -> ResourceRow
  func delete(_ row: ResourceRow) async throws
}

/// A kind of record as a type, so that the commands can be written once for all kinds.
protocol ResourceKind: Sendable {
  static var resource: Resource { get }
}
