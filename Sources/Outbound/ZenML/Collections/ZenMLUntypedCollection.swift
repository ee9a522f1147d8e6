import Values

/// A collection whose kind is known only at run time: for command lines, where a kind, filters and bodies come as text.
public struct ZenMLUntypedCollection: Sendable {
  /// What it holds.
  public let kind: ZenMLKind
  /// What its lists can be filtered by: names of parameters.
  public let filterNames: [String]
  private let reader: @Sendable (Question) async throws(ZenMLError) -> ZenMLUntypedPage
  private var getter: @Sendable (String) async throws(ZenMLError) -> any ZenMLRecord
  /// Makes a record from the members of a JSON object; nil where nobody can.
  public private(set) var create: (@Sendable ([String: JSONValue]) async throws(ZenMLError) -> any ZenMLRecord)?
  /// Changes the record of an id by the members of a JSON object; nil where nobody can.
  public private(set) var update: (@Sendable (Identifier, [String: JSONValue]) async throws(ZenMLError) -> any ZenMLRecord)?
  /// Deletes the record of an id; nil where nobody can. Schedules are archived.
  public private(set) var delete: (@Sendable (Identifier) async throws(ZenMLError) -> Void)?

  private struct Question: Sendable {
    var number: Int
    var size: Int
    var sort: String?
    var filter: [(name: String, text: String)]
    var hydrate: Bool
  }

  init<Record>(_ collection: ZenMLCollection<Record>) {
    kind = Record.kind
    filterNames = Record.filterFields.map(\.name)
    reader = { (question) throws(ZenMLError) in
      let filter = try collection.filter(question.filter)
      let sort = question.sort.map { ZenMLSort<Record>(reading: $0) }
      return ZenMLUntypedPage(
        try await collection.page(question.number, size: question.size, sort: sort, filter: filter, hydrate: question.hydrate))
    }
    getter = { (reference) throws(ZenMLError) in
      guard let id = Identifier(reference) else {
        throw collection.client.refused("a \(Record.kind.noun) is known by its id alone; '\(reference.onOneLine(hiding: []))' is none")
      }
      return try await collection.get(id)
    }
  }

  /// One page of a list.
  ///
  /// - Parameters:
  ///   - number: from 1.
  ///   - size: rows on a page, 1 to 10 000; in the dialect `.document` to 1 000.
  ///   - sort: `created`, `asc:name`, `desc:start_time`.
  ///   - filter: as ``ZenMLFilterName/term(_:)`` reads it.
  /// - Throws: ``ZenMLError/Kind/refused`` for a filter that makes no sense, with those that there are; nothing is sent then.
  public func page(
    _ number: Int, size: Int = 100, sort: String? = nil, filter: [(name: String, text: String)] = [], hydrate: Bool = false
  ) async throws(ZenMLError) -> ZenMLUntypedPage {
    try await reader(Question(number: number, size: size, sort: sort, filter: filter, hydrate: hydrate))
  }

  /// The record that an id means, or a name, or the beginning of a name that only one has.
  public func get(_ reference: String) async throws(ZenMLError) -> any ZenMLRecord { try await getter(reference) }
}

/// One page of an untyped list.
public struct ZenMLUntypedPage: Sendable {
  /// The rows; ``ZenMLRecord/json`` has all of each.
  public let rows: [any ZenMLRecord]
  /// From 1.
  public let number: Int
  /// How many pages there are.
  public let totalPages: Int
  /// Rows on all pages together, as the server counts them.
  public let total: Int
  /// Rows that came although they were not asked for, and were left out.
  public let unaskedCount: Int
  /// Rows that could not be read, and why.
  public let unreadable: [String]

  init<Record>(_ page: ZenMLPage<Record>) {
    rows = page.rows
    number = page.number
    totalPages = page.totalPages
    total = page.total
    unaskedCount = page.unaskedCount
    unreadable = page.unreadable
  }
}

/// What a kind can do, told one by one: each must be a capability of the typed collection.
extension ZenMLUntypedCollection {
  func named<Record: ZenMLFindableByName>(_ collection: ZenMLCollection<Record>) -> Self {
    var whole = self
    whole.getter = { (reference) throws(ZenMLError) in try await collection.get(reference) }
    return whole
  }

  func creating<Record: ZenMLCreatable>(_ collection: ZenMLCollection<Record>) -> Self {
    var whole = self
    whole.create = { (members) throws(ZenMLError) in try await collection.create(members: members) }
    return whole
  }

  func updating<Record: ZenMLUpdatable>(_ collection: ZenMLCollection<Record>) -> Self {
    var whole = self
    whole.update = { (id, members) throws(ZenMLError) in try await collection.update(id, members: members) }
    return whole
  }

  func deleting<Record: ZenMLDeletable>(_ collection: ZenMLCollection<Record>) -> Self {
    var whole = self
    whole.delete = { (id) throws(ZenMLError) in try await collection.delete(id) }
    return whole
  }

  func archiving(_ schedules: ZenMLCollection<ZenMLSchedule>) -> Self {
    var whole = self
    whole.delete = { (id) throws(ZenMLError) in try await schedules.delete(id, softly: true) }
    return whole
  }
}

extension ZenMLCollection {
  fileprivate func filter(_ pairs: [(name: String, text: String)]) throws(ZenMLError) -> ZenMLFilter<Record> {
    do {
      return try ZenMLFilter(reading: pairs)
    } catch {
      throw client.refused(error.description)
    }
  }
}
