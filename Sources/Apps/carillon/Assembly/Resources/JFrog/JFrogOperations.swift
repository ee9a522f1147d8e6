import ControlMessages
import JFrogML
import Scheduling

/// What the commands ask of JFrog ML about one kind of record.
struct JFrogOperations<Record: JFrogRecord>: ResourceOperations {
  let resource: JFrogResource<Record>
  /// As errors name it.
  let server: String
  let calls: JFrogCalls<Record>

  func page(_ query: ResourceQuery) async throws -> ResourcePage {
    try await JFrogProblem.explained {
      if let page = calls.page, query.conditions.isEmpty, query.sort == nil { return try await served(page, query) }
      return try await chosen(query)
    }
  }

  /// Its id, its name, or the beginning of either.
  func get(_ reference: String) async throws -> ResourceRow {
    row(try await JFrogProblem.explained { try await record(reference, isExact: false) })
  }

  func exactly(_ reference: String) async throws -> ResourceRow {
    row(try await JFrogProblem.explained { try await record(reference, isExact: true) })
  }

  func create(_ members: [String: JSONValue]) async throws -> ResourceRow {
    row(try await JFrogProblem.explained { try await calls.create(members) })
  }

  func update(_ reference: String, _ members: [String: JSONValue]) async throws -> ResourceRow {
    guard let update = calls.update else { throw ControlProblem(.badRequest, "JFrog ML changes no \(resource.noun)") }
    return row(
      try await JFrogProblem.explained {
        let record = try await record(reference, isExact: true)
        try await update(record, members)
        // The API does not say what the answer of a change holds.
        return try await calls.get(record.id)
      })
  }

  func delete(_ row: ResourceRow) async throws { try await JFrogProblem.explained { try await calls.delete(row.id) } }

  // MARK: Lists

  /// The server may give fewer rows than it is asked for, so that a page may take several requests.
  /// - Throws: when it gives the rows before again: it would show them twice, and go on for ever.
  private func served(
    _ fetch: (_ limit: Int, _ offset: Int) async throws -> JFrogPage<Record>, _ query: ResourceQuery
  ) async throws -> ResourcePage {
    let start = (query.page - 1) * query.size
    var result = ResourcePage(rows: [], isLast: false, served: [])
    var position = start
    var last: JFrogPage<Record>?
    while !result.isLast, position < start + query.size {
      let page = try await fetch(start + query.size - position, position)
      if let last, page.repeats(last) { throw ControlProblem.repeatedPage("\(resource.noun)s") }
      last = page
      let count = page.count + page.unreadable.count
      position += count
      result.rows += page.map(row)
      result.notes += notes(page)
      result.total = page.totalCount
      result.isLast = count == 0 || page.totalCount.map { position >= $0 } ?? false
    }
    result.served = result.rows.map(\.id) + result.notes
    return result
  }

  /// What fits, from all that there is.
  private func chosen(_ query: ResourceQuery) async throws -> ResourcePage {
    var (records, notes): ([Record], [String]) = ([], [])
    for try await page in calls.list().pages {
      notes += self.notes(page)
      for record in page where try admits(record, query.conditions) { records.append(record) }
    }
    if let sort = query.sort { records = try sorted(records, by: sort) }
    let isLast = query.readsAll || query.page * query.size >= records.count
    let shown = query.readsAll ? records[...] : records.dropFirst((query.page - 1) * query.size).prefix(query.size)
    return ResourcePage(rows: shown.map(row), total: records.count, isLast: isLast, served: shown.map(\.id), notes: notes)
  }

  private func admits(_ record: Record, _ conditions: [FilterCondition]) throws(ControlProblem) -> Bool {
    for condition in conditions {
      let value = resource.fields.first { $0.name == condition.name }?.value(record)
      guard try condition.admits(value) else { return false }
    }
    return true
  }

  /// What does not say comes last.
  private func sorted(_ records: [Record], by sort: ResourceSort) throws(ControlProblem) -> [Record] {
    guard let field = resource.fields.first(where: { $0.name == sort.field }) else {
      let known = resource.fields.map(\.name).sorted().joined(separator: ", ")
      throw ControlProblem(.badRequest, "\(resource.noun)s cannot be sorted by '\(sort.field)'; known: \(known)")
    }
    return records.sorted { one, other in
      guard let first = field.value(one) else { return false }
      guard let second = field.value(other) else { return true }
      return sort.isDescending ? first.isAfter(second) : second.isAfter(first)
    }
  }

  private func notes(_ page: JFrogPage<Record>) -> [String] { page.unreadable.map { "left out: \($0)" } }

  private func row(_ record: Record) -> ResourceRow {
    ResourceRow(id: record.id, name: resource.called(record), cells: resource.columns.map { $0.cell(record) }, json: record.json)
  }
}

extension JFrogPage {
  /// Whether it is what the page before it began with; it may have been asked for fewer rows.
  fileprivate func repeats(_ last: JFrogPage) -> Bool {
    guard !rows.isEmpty || !unreadable.isEmpty else { return false }
    return last.rows.starts(with: rows) && last.unreadable.starts(with: unreadable)
  }
}
