import JFrogML
import Scheduling

/// What the commands need to know of one kind of record in JFrog ML.
struct JFrogResource<Record: JFrogRecord>: Sendable {
  let name: String
  let noun: String
  let about: String
  private(set) var columns: [JFrogColumn<Record>] = []
  private(set) var parent: String?
  private(set) var changeNote: String?
  private(set) var example = "--set name=churn"
  /// What a person calls a record: its name, or the version's text.
  var called: @Sendable (Record) -> String?
  /// What lists can be filtered and sorted by, besides id and name: JFrog ML knows no filters, so that rows are compared here.
  private(set) var fields: [JFrogField<Record>] = []
  /// Of the record with that id, where records belong to one.
  var calls: @Sendable (JFrogMLClient, _ parent: String?) async throws -> JFrogCalls<Record>

  init(
    _ name: String, _ noun: String, _ about: String, called: @escaping @Sendable (Record) -> String?,
    calls: @escaping @Sendable (JFrogMLClient, String?) async throws -> JFrogCalls<Record>
  ) {
    (self.name, self.noun, self.about) = (name, noun, about)
    self.called = called
    self.calls = calls
    fields = [
      JFrogField("id") { .text($0.id) },
      JFrogField("name") { record in called(record).map(FilterValue.text) },
    ]
  }

  func columns(_ columns: JFrogColumn<Record>...) -> Self { with { $0.columns = columns } }
  func fields(_ fields: JFrogField<Record>...) -> Self { with { $0.fields += fields } }
  func of(_ parent: String) -> Self { with { $0.parent = parent } }
  func note(_ sentence: String) -> Self { with { $0.changeNote = sentence } }
  func example(_ body: String) -> Self { with { $0.example = body } }

  /// As the commands see it.
  /// - Parameter isUpdatable: the API changes models only.
  func erased(isUpdatable: Bool = false) -> Resource {
    Resource(
      server: "jfrog", name: name, aliases: [], noun: noun, plural: "\(noun)s", about: about,
      verbs: isUpdatable ? Resource.Verb.allCases : [.list, .get, .create, .delete], columns: columns.map(\.heading),
      filters: fields.map(\.name), parent: parent, isOfProject: false, secrets: SecretMembers(), changeNote: changeNote, example: example,
      changeExample: "--set description=better", isNamed: true,
      isShownOnce: false, ignoresUnknownMembers: false, connect: connect)
  }

  @Sendable private func connect(_ choice: ServerChoice) async throws -> any ResourceOperations {
    let client = try JFrogMLClient(choice)
    let calls = try await JFrogProblem.explained { try await self.calls(client, choice.parent) }
    return JFrogOperations(resource: self, server: client.baseURL, calls: calls)
  }

  private func with(_ change: (inout Self) -> Void) -> Self {
    var changed = self
    change(&changed)
    return changed
  }
}

/// The requests of one kind of record.
struct JFrogCalls<Record: JFrogRecord>: Sendable {
  var list: @Sendable () -> JFrogListing<Record>
  /// One page; nil where the API knows none.
  var page: (@Sendable (_ limit: Int, _ offset: Int) async throws -> JFrogPage<Record>)?
  var get: @Sendable (String) async throws -> Record
  var create: @Sendable ([String: JSONValue]) async throws -> Record
  var update: (@Sendable (Record, [String: JSONValue]) async throws -> Void)?
  var delete: @Sendable (String) async throws -> Void
}

/// A column of a list.
struct JFrogColumn<Record: JFrogRecord>: Sendable {
  let heading: String
  let cell: @Sendable (Record) -> TableCell

  init(_ heading: String, _ cell: @escaping @Sendable (Record) -> TableCell) {
    self.heading = heading
    self.cell = cell
  }
}

/// Something that lists can be filtered and sorted by.
struct JFrogField<Record: JFrogRecord>: Sendable {
  /// As the API calls it: `model_id`.
  let name: String
  let value: @Sendable (Record) -> FilterValue?

  init(_ name: String, _ value: @escaping @Sendable (Record) -> FilterValue?) {
    self.name = name
    self.value = value
  }
}
