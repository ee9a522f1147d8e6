import Scheduling
import ZenML

/// What the commands need to know of one kind of record on a ZenML server.
struct ZenMLResource<Record: ZenMLRecord>: Sendable {
  typealias Collection = ZenMLCollection<Record>

  private(set) var name: String
  private(set) var about: String
  private(set) var aliases: [String] = []
  private(set) var columns: [ZenMLColumn<Record>] = []
  /// Filters by the names of other records.
  private(set) var lookups = [ZenMLLookup("user", "user", among: \.users)]
  private(set) var parent: String?
  private(set) var secrets = SecretMembers()
  private(set) var changeNote: String?
  private(set) var example = "--set name=checked"
  private(set) var changeExample = "--set name=another"
  private(set) var isShownOnce = false
  var collection: @Sendable (ZenMLClient, String?) async throws -> Collection
  /// By name; nil where records have none that is theirs alone.
  var named: (@Sendable (Collection, _ reference: String, _ isExact: Bool) async throws -> Record?)?
  var create: (@Sendable (Collection, [String: JSONValue]) async throws -> Record)?
  var update: (@Sendable (Collection, Identifier, [String: JSONValue]) async throws -> Record)?
  var delete: (@Sendable (Collection, Identifier) async throws -> Void)?

  /// - Parameter about: one sentence.
  init(_ collection: @escaping @Sendable (ZenMLClient) -> Collection, _ about: String) {
    self.init(about) { client, _ in collection(client) }
  }

  /// - Parameter collection: of the record that `--of` names.
  init(_ about: String, collection: @escaping @Sendable (ZenMLClient, String?) async throws -> Collection) {
    name = Record.kind.path.replacing("_", with: "-")
    self.about = about
    self.collection = collection
  }

  // MARK: What it is like

  func called(_ name: String? = nil, or aliases: String...) -> Self {
    with {
      $0.name = name ?? $0.name; $0.aliases = aliases
    }
  }
  func columns(_ columns: ZenMLColumn<Record>...) -> Self { with { $0.columns = columns } }
  func lookups(_ lookups: ZenMLLookup...) -> Self { with { $0.lookups += lookups } }
  func of(_ parent: String) -> Self { with { $0.parent = parent } }
  func secrets(_ members: Set<String>) -> Self { with { $0.secrets = SecretMembers(members) } }
  func note(_ sentence: String) -> Self { with { $0.changeNote = sentence } }
  func example(_ body: String) -> Self { with { $0.example = body } }
  func changeExample(_ body: String) -> Self { with { $0.changeExample = body } }
  func shownOnce() -> Self { with { $0.isShownOnce = true } }

  func with(_ change: (inout Self) -> Void) -> Self {
    var changed = self
    change(&changed)
    return changed
  }

  /// As the commands see it.
  var erased: Resource {
    Resource(
      server: "zenml", name: name, aliases: aliases, noun: Record.kind.noun, plural: Record.kind.plural, about: about, verbs: verbs,
      columns: columns.map(\.heading) + ["CREATED"], filters: filters, parent: parent, isOfProject: Record.kind.isOfProject,
      secrets: secrets, changeNote: changeNote, example: example, changeExample: changeExample, isNamed: named != nil,
      isShownOnce: isShownOnce, ignoresUnknownMembers: true, connect: connect)
  }

  /// `project` is an option of its own, which holds for everything that a command does.
  private var filters: [String] {
    Set(Record.filterFields.map(\.name) + lookups.map(\.name)).subtracting(["project"]).sorted()
  }

  private var verbs: [Resource.Verb] {
    let changes: [(Resource.Verb, Bool)] = [(.create, create != nil), (.update, update != nil), (.delete, delete != nil)]
    return [.list, .get] + changes.filter(\.1).map(\.0)
  }

  @Sendable private func connect(_ choice: ServerChoice) async throws -> any ResourceOperations {
    let client = try ZenMLClient(choice)
    let collection = try await ZenMLProblem.explained { try await self.collection(client, choice.parent) }
    return ZenMLOperations(resource: self, client: client, collection: collection)
  }
}

/// A column of a list.
struct ZenMLColumn<Record: ZenMLRecord>: Sendable {
  let heading: String
  let cell: @Sendable (Record) -> TableCell

  init(_ heading: String, _ cell: @escaping @Sendable (Record) -> TableCell) {
    self.heading = heading
    self.cell = cell
  }
}
