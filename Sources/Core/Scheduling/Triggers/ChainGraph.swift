/// Which schedules follow which, by the names and ids that their chains give.
package struct ChainGraph: Sendable {
  private struct Link: Sendable {
    let id: Identifier
    let name: String
    let chain: ChainTrigger
  }

  private var links: [Identifier: Link] = [:]
  /// Schedules that follow one, by how they name it.
  private var followers: [String: Set<Identifier>] = [:]
  /// Chained schedules by their own name; an id is looked up in `links`.
  private var named: [String: Identifier] = [:]

  package init() {}

  package var isEmpty: Bool { links.isEmpty }

  package mutating func insert(_ definition: ScheduleDefinition) {
    remove(definition.id)
    guard let chain = definition.trigger?.chain else { return }
    links[definition.id] = Link(id: definition.id, name: definition.record.name, chain: chain)
    followers[chain.upstream, default: []].insert(definition.id)
    named[definition.record.name] = definition.id
  }

  package mutating func remove(_ id: Identifier) {
    guard let link = links.removeValue(forKey: id) else { return }
    followers[link.chain.upstream]?.remove(id)
    if followers[link.chain.upstream]?.isEmpty == true { followers[link.chain.upstream] = nil }
    if named[link.name] == id { named[link.name] = nil }
  }

  /// The schedules that follow one, in the order of their ids.
  package func followers(of id: Identifier, name: String) -> [Identifier] {
    (followers[id.description] ?? []).union(followers[name] ?? []).subtracting([id]).sorted()
  }

  /// Why a definition must not join: it would close a circle, or be too far down its chain. Nil when it may.
  /// - Complexity: one look-up for each schedule above it.
  package func problem(with definition: ScheduleDefinition) -> Reason? {
    guard var upstream = definition.trigger?.chain?.upstream else { return nil }
    let (name, own) = (definition.record.name, definition.id.description)
    var path = [name]
    while true {
      path.append(upstream)
      if upstream == name || upstream == own {
        return Reason("chain_circle", "it follows itself: \(path.joined(separator: " after "))")
      }
      guard path.count <= Scheduler.chainDepthLimit + 1 else {
        return Reason(
          "chain_too_deep",
          "it is more than \(Scheduler.chainDepthLimit) schedules behind the first one of its chain; join steps in a pipeline")
      }
      guard let id = Identifier(upstream) ?? named[upstream], let next = links[id], id != definition.id else { return nil }
      upstream = next.chain.upstream
    }
  }
}
