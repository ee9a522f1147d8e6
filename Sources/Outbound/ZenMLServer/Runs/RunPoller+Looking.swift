import Scheduling
import ZenML

extension RunPoller {
  /// Polls that say that a run is not there, one after the other, until it counts as deleted.
  private static let missesUntilVanished = 2
  /// Looks for the run that replaces a `retried` one, until it counts as having none.
  private static let looksForSuccessor = 3
  /// Answers that are of no use in one turn, until the server itself is taken to be ill. One run over which it stumbles costs
  /// eight of them: a hundred runs, halved seven times.
  private static let stumblesAllowed = 16

  /// Looks at runs by the hundred; one by one only where that is of no use.
  /// - Throws: when the server is away or ill; the runs that it did not come to are still due.
  func look(at due: [Identifier]) async throws(ZenMLError) {
    var stumbles = 0
    let together = takesIDLists ? due.filter { followed[$0]?.isReadAlone == false } : []
    for chunk in together.chunks(of: ZenMLClient.idsPerRequest) { try await lookTogether(at: chunk, &stumbles) }
    for id in due where (followed[id]?.isReadAlone == true || !takesIDLists) && followed[id]?.isDue(at: tick) == true {
      guard let run = followed[id]?.current else { continue }
      try await lookAlone(at: run, as: id, &stumbles)
    }
  }

  /// One request for all these runs; more only for those that have ended or are missing.
  private func lookTogether(at ids: [Identifier], _ stumbles: inout Int) async throws(ZenMLError) {
    let current = ids.compactMap { id in followed[id].map { (id, $0.current) } }
    guard !current.isEmpty else { return }
    let page: ZenMLPage<ZenMLRun>
    do {
      page = try await client.runs.page(1, size: ZenMLClient.idsPerRequest, filter: [.id.oneOf(current.map(\.1))])
    } catch {
      // Servers up to 0.58 know no lists of ids: one by one then, in the same turn.
      if error.status == 422 { return takesIDLists = false }
      return try await lookAtHalves(of: ids, after: error, &stumbles)
    }
    let runs = Dictionary(page.rows.map { ($0.id, $0) }) { first, _ in first }
    for (id, run) in current {
      if let run = runs[run] { try await saw(run, as: id) } else { try await lookAlone(at: run, as: id, &stumbles) }
    }
  }

  /// Finds the run that spoils the answer about the others.
  private func lookAtHalves(
    of ids: [Identifier], after error: ZenMLError, _ stumbles: inout Int
  ) async throws(ZenMLError) {
    try note(error, &stumbles)
    guard ids.count > 1 else { return stumbled(over: ids[0], error) }
    let middle = ids.count / 2
    try await lookTogether(at: Array(ids[..<middle]), &stumbles)
    try await lookTogether(at: Array(ids[middle...]), &stumbles)
  }

  /// A run that is missing in a list may have been deleted, or the list be incomplete: it is asked for by itself.
  private func lookAlone(at run: Identifier, as id: Identifier, _ stumbles: inout Int) async throws(ZenMLError) {
    do {
      try await saw(try await client.run(run), as: id)
    } catch {
      if error.kind == .notFound { return missed(id) }
      try note(error, &stumbles)
      // It is there, and the server stumbles over it: that is no end.
      stumbled(over: id, error)
    }
  }

  /// Passes on what ends the turn: a server that is away, refuses us, or has nothing useful to say any more.
  private func note(_ error: ZenMLError, _ stumbles: inout Int) throws(ZenMLError) {
    stumbles += 1
    switch error.kind {
    case .credentials, .unavailable: throw error
    case .notFound, .conflict, .refused, .unexpected: if stumbles >= Self.stumblesAllowed { throw error }
    }
  }

  private func stumbled(over id: Identifier, _ error: ZenMLError) {
    followed[id]?.noteFailure(error.description, isItsOwn: true)
    followed[id]?.startInterval(at: tick)
  }

  private func missed(_ id: Identifier) {
    followed[id]?.misses += 1
    followed[id]?.noteAnswer()
    followed[id]?.startInterval(at: tick)
    guard let misses = followed[id]?.misses, misses >= Self.missesUntilVanished else { return }
    followed.removeValue(forKey: id)?.finish(.vanished)
  }

  private func saw(_ run: ZenMLRun, as id: Identifier) async throws(ZenMLError) {
    followed[id]?.misses = 0
    switch run.status.phase {
    case .underWay: followed[id]?.publish(run)
    case .retried: try await lookForSuccessor(of: run, as: id)
    case .succeeded, .failed, .cancelled: try await end(run, as: id)
    }
    followed[id]?.startInterval(at: tick)
  }

  /// The end is told with all that the server knows about it.
  private func end(_ run: ZenMLRun, as id: Identifier) async throws(ZenMLError) {
    let whole = try await tolerating { () async throws(ZenMLError) in try await self.client.run(run.id) } ?? run
    // A failed run can be resumed.
    if whole.status.phase == .underWay { followed[id]?.publish(whole); return }
    let failure = try await failureMessage(of: whole)
    followed.removeValue(forKey: id)?.finish(.seen(whole, failure: failure))
  }

  private func failureMessage(of run: ZenMLRun) async throws(ZenMLError) -> String? {
    try await tolerating { () async throws(ZenMLError) in try await self.client.reason(of: run) } ?? nil
  }

  /// A `retried` run is over; whoever follows it wants the run that took its place.
  private func lookForSuccessor(of run: ZenMLRun, as id: Identifier) async throws(ZenMLError) {
    let successor = try await tolerating { () async throws(ZenMLError) in try await self.client.successor(of: run) } ?? nil
    if let successor {
      followed[id]?.replace(by: successor.id)
      followed[id]?.publish(successor)
      return
    }
    followed[id]?.looksForSuccessor += 1
    guard let looks = followed[id]?.looksForSuccessor, looks >= Self.looksForSuccessor else { return }
    followed.removeValue(forKey: id)?.finish(.seen(run, failure: "the run was retried, and no run that replaces it is known"))
  }

  /// Nil for an answer that is of no use; only a server that is away, or refuses us, ends the look.
  private func tolerating<Value: Sendable>(
    _ work: () async throws(ZenMLError) -> Value
  ) async throws(ZenMLError) -> Value? {
    do {
      return try await work()
    } catch {
      switch error.kind {
      case .credentials, .unavailable: throw error
      case .notFound, .conflict, .refused, .unexpected: return nil
      }
    }
  }
}
