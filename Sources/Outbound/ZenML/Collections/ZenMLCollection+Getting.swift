import Values

extension ZenMLCollection {
  /// The record with this id, hydrated unless said otherwise.
  ///
  /// - Throws: ``ZenMLError/Kind/notFound`` when there is none; also when the server answers about another record than it was
  ///   asked for.
  public func get(_ id: Identifier, hydrate: Bool = true) async throws(ZenMLError) -> Record {
    try await get(id, query: hydrate ? [] : [("hydrate", "false")])
  }

  func get(_ id: Identifier, query: [(name: String, value: String)]) async throws(ZenMLError) -> Record {
    let call = ZenMLCall.get("\(path)/\(id)", query)
    guard client.dialect.declares(call) else { return try await listed(id) }
    let record: Record = try await client.record(call)
    guard record.id == id else { throw client.unasked(call, "\(Record.kind.noun) \(record.id)") }
    return record
  }

  /// The record with this id, from the lists of a server that knows no other way.
  private func listed(_ id: Identifier) async throws(ZenMLError) -> Record {
    for try await row in list(filter: [.id.equals(id)], hydrate: true) { return row }
    throw client.notFound("there is no \(Record.kind.noun) with the id \(id)")
  }
}

extension ZenMLCollection where Record: ZenMLFindableByName {
  /// Names shown when a prefix fits several records.
  private static var candidatesShown: Int { 10 }

  /// The record that `reference` means: its id, its exact name, or the beginning of its name, if only one begins so.
  ///
  /// - Throws: ``ZenMLError/Kind/notFound``; ``ZenMLError/Kind/conflict`` when several fit, with ``ZenMLError/candidates``.
  public func get(_ reference: String, hydrate: Bool = true) async throws(ZenMLError) -> Record {
    if let id = Identifier(reference) { return try await get(id, hydrate: hydrate) }
    return try await get(reference, among: [], hydrate: hydrate)
  }

  /// The record of exactly this name; nil when there is none.
  ///
  /// - Throws: ``ZenMLError/Kind/conflict`` when several have it, such as snapshots of different pipelines.
  public func get(named name: String, among filter: ZenMLFilter<Record> = [], hydrate: Bool = true) async throws(ZenMLError) -> Record? {
    let rows = try await rows(filter + .name.equals(name))
    guard rows.count <= 1 else { throw ambiguous(name, rows) }
    guard let row = rows.first else { return nil }
    return try await get(row.id, hydrate: hydrate)
  }

  /// The record that `reference` means, by exact name or unique beginning of the name, among those that fit `filter`.
  public func get(
    _ reference: String, among filter: ZenMLFilter<Record>, hydrate: Bool = true
  ) async throws(ZenMLError) -> Record {
    if let exact = try await get(named: reference, among: filter, hydrate: hydrate) { return exact }
    guard !reference.isEmpty else { throw client.notFound("an empty name means no \(Record.kind.noun)") }
    // The server may not tell upper from lower case.
    let rows = try await rows(filter + .name.startsWith(reference)).filter { $0.common.name?.hasPrefix(reference) == true }
    guard rows.count <= 1 else { throw ambiguous(reference, rows) }
    guard let row = rows.first else {
      throw client.notFound("there is no \(Record.kind.noun) named '\(reference)', and none whose name begins so")
    }
    return try await get(row.id, hydrate: hydrate)
  }

  /// As many rows as an error would show, and one more.
  private func rows(_ filter: ZenMLFilter<Record>) async throws(ZenMLError) -> [Record] {
    var rows: [Record] = []
    for try await page in list(filter: filter).pages {
      // A record that exists and cannot be read must not pass for one that does not exist.
      if page.isEmpty, let problem = page.unreadable.first {
        throw client.unasked(.get(path), "a \(Record.kind.noun) that cannot be read (\(problem))")
      }
      rows += page
      if rows.count > Self.candidatesShown { break }
    }
    return rows
  }

  private func ambiguous(_ reference: String, _ rows: [Record]) -> ZenMLError {
    let shown = rows.prefix(Self.candidatesShown)
    let more = rows.count > shown.count ? ", …" : ""
    let names = shown.map(\.description).joined(separator: ", ")
    return ZenMLError(
      .conflict,
      "\(client.configuration.serverURL): '\(reference)' means several \(Record.kind.plural): \(names)\(more); write more of the name, or an id",
      mayHaveBeenSent: false, candidates: shown.map { ZenMLReference(id: $0.id, name: $0.common.name) })
  }
}

extension ZenMLFilter {
  /// `filter` and `term` too.
  static func + (filter: ZenMLFilter, term: ZenMLFilterTerm<Record>) -> ZenMLFilter { ZenMLFilter(filter.terms + [term]) }
}
