import Scheduling

extension RunPoller {
  /// Looks without the run, one after the other, until it is asked for by itself: deleted runs are missing, too.
  private static let missesUntilAsked = 2
  /// Looks for the run that replaces a `retried` one, until it counts as having none.
  private static let looksForSuccessor = 3

  /// One request for all these runs; more only for those that have ended or are missing.
  func look(at ids: [Identifier]) async throws(ZenMLError) {
    let current = ids.compactMap { id in followed[id].map { (id, $0.current) } }
    let page = try await client.runs(current.map(\.1))
    let runs = Dictionary(page.rows.map { ($0.id, $0) }) { first, _ in first }
    for (id, run) in current {
      if let run = runs[run] { try await saw(run, as: id) } else { try await missed(run, as: id) }
      followed[id]?.startInterval()
    }
  }

  private func saw(_ run: ZenMLRun, as id: Identifier) async throws(ZenMLError) {
    followed[id]?.misses = 0
    switch run.status.phase {
    case .underWay: followed[id]?.publish(run)
    case .retried: try await lookForSuccessor(of: run, as: id)
    case .succeeded, .failed, .cancelled: try await end(run, as: id)
    }
  }

  private func missed(_ run: Identifier, as id: Identifier) async throws(ZenMLError) {
    followed[id]?.misses += 1
    guard let misses = followed[id]?.misses, misses >= Self.missesUntilAsked else { return }
    do {
      try await saw(try await client.run(run), as: id)
    } catch {
      switch error.kind {
      case .notFound: followed.removeValue(forKey: id)?.finish(.vanished)
      case .credentials, .unavailable: throw error
      // It is there, and the server stumbles over it: that is no end.
      case .conflict, .refused, .unexpected: return
      }
    }
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
    guard run.status.phase == .failed else { return nil }
    if let reason = run.exceptionMessage ?? run.statusReason { return reason }
    return try await tolerating { () async throws(ZenMLError) in try await self.client.failureMessage(ofRun: run.id) } ?? nil
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
