import ControlMessages

/// Reads a page of a list, or all of them, with a line about how far it is.
struct ListReading {
  let operations: any ResourceOperations
  let resource: Resource
  var progress = PageProgress(isTerminal: errorsAreOnATerminal)

  /// - Throws: also for a server that gives the same page again and again.
  func read(_ query: ResourceQuery) async throws -> ResourcePage {
    guard query.readsAll else { return try await operations.page(query) }
    var (query, progress) = (query, progress)
    defer { progress.end() }
    var whole = try await operations.page(query)
    while !whole.isLast {
      progress.show(whole.rows.count, of: whole.total, resource.plural)
      query.page += 1
      let next = try await operations.page(query)
      // Without this, it would be read for ever. What is left of a page says nothing: none of its records may fit.
      guard next.isLast || next.served != whole.served else { throw ControlProblem.repeatedPage(resource.plural) }
      whole.append(next)
      if whole.isLast { progress.show(whole.rows.count, of: whole.total, resource.plural) }
    }
    return whole
  }
}

extension ControlProblem {
  /// - Parameter plural: `models`.
  static func repeatedPage(_ plural: String) -> ControlProblem {
    ControlProblem(.failure, "the server gave \(plural) again that it had given before: it does not go on to the next page")
  }
}

extension ResourcePage {
  /// Takes the next page's rows along, but for those that a newer record has moved across the page's edge.
  mutating func append(_ next: ResourcePage) {
    let known = Set(rows.suffix(next.rows.count).map(\.id))
    rows += next.rows.filter { !known.contains($0.id) }
    notes += next.notes
    total = next.total ?? total
    isLast = next.isLast
    served = next.served
  }
}
