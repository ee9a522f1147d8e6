import ControlMessages
import Scheduling
import ZenML

/// What the commands ask of a ZenML server about one kind of record.
struct ZenMLOperations<Record: ZenMLRecord>: ResourceOperations {
  let resource: ZenMLResource<Record>
  let client: ZenMLClient
  let collection: ZenMLCollection<Record>

  func page(_ query: ResourceQuery) async throws -> ResourcePage {
    let filter = try await filter(query.conditions)
    do {
      let page = try await collection.page(query.page, size: query.size, sort: order(query.sort), filter: filter, hydrate: !query.isBrief)
      return ResourcePage(rows: page.map(row), total: page.total, isLast: page.isLast, served: page.servedIDs, notes: notes(page))
    } catch  where query.readsAll && query.page > 1 && error.status == 400 {
      // The server's answer to a page past the end: there are fewer records than a moment ago.
      return ResourcePage(rows: [], isLast: true, served: [])
    } catch {
      throw ZenMLProblem(error).problem
    }
  }

  func get(_ reference: String) async throws -> ResourceRow {
    try await ZenMLProblem.explained { row(try await ZenMLFinder(operations: self).record(reference)) }
  }

  func exactly(_ reference: String) async throws -> ResourceRow {
    try await ZenMLProblem.explained { row(try await ZenMLFinder(operations: self).exactRecord(reference)) }
  }

  func create(_ members: [String: JSONValue]) async throws -> ResourceRow {
    guard let create = resource.create else { throw impossible("made") }
    return try await ZenMLProblem.explained { row(try await create(collection, members)) }
  }

  func update(_ reference: String, _ members: [String: JSONValue]) async throws -> ResourceRow {
    guard let update = resource.update else { throw impossible("changed") }
    return try await ZenMLProblem.explained {
      let id = try await ZenMLFinder(operations: self).exactRecord(reference).id
      return row(try await update(collection, id, members))
    }
  }

  func delete(_ row: ResourceRow) async throws {
    guard let delete = resource.delete, let id = Identifier(row.id) else { throw impossible("deleted") }
    try await ZenMLProblem.explained { try await delete(collection, id) }
  }

  // MARK: Rows

  private func row(_ record: Record) -> ResourceRow {
    ResourceRow(
      id: record.id.description, name: record.common.name, cells: resource.columns.map { $0.cell(record) } + [.moment(record.createdAt)],
      json: record.json)
  }

  /// The newest first, unless another order is asked for.
  private func order(_ sort: ResourceSort?) -> ZenMLSort<Record> {
    guard let sort else { return .descending(.created) }
    let field = ZenMLSort<Record>.Field(sort.field)
    return sort.isDescending ? .descending(field) : .ascending(field)
  }

  private func filter(_ conditions: [FilterCondition]) async throws -> ZenMLFilter<Record> {
    var terms: [ZenMLFilterTerm<Record>] = []
    for condition in conditions {
      let lookup = resource.lookups.first { $0.name == condition.name }
      let resolved = try await ZenMLProblem.explained { try await lookup?.resolved(condition, client) ?? condition }
      terms.append(try resolved.term(of: Record.self))
    }
    return ZenMLFilter(terms)
  }

  private func notes(_ page: ZenMLPage<Record>) -> [String] {
    let unasked =
      page.unaskedCount == 0
      ? []
      : ["the server ignored a filter: \(page.unaskedCount) \(Record.kind.plural) that do not fit are left out, and its total counts them"]
    return unasked + page.unreadable.map { "left out: \($0)" }
  }

  private func impossible(_ what: String) -> ControlProblem {
    ControlProblem(.badRequest, "\(Record.kind.plural) cannot be \(what) here")
  }
}
