/// Which schedules follow which, by the names and ids that their chains give.
package struct ChainGraph: Sendable {
  private struct Link: Sendable {
    let id: Identifier
    let name: String
    let chain: ChainTrigger
    /// Its schedule is set aside and follows nothing: no circle goes through it. One at the end of too long a chain is still a part of it.
    var isCut: Bool

    init(_ definition: ScheduleDefinition, _ chain: ChainTrigger) {
      (id, name, self.chain) = (definition.id, definition.record.name, chain)
      isCut = definition.standing == .invalid && definition.reason?.code != ChainGraph.tooDeepCode
    }
  }

  private static let circleCode = "chain_circle"
  private static let tooDeepCode = "chain_too_deep"

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
    links[definition.id] = Link(definition, chain)
    followers[chain.upstream, default: []].insert(definition.id)
    named[definition.record.name] = definition.id
  }

  /// Definitions that come or change at one time: what each of them followed until now is forgotten before any is judged. What is as
  /// it was stays; of what is new, the one that closes a circle is cut.
  mutating func insert(together definitions: some Collection<ScheduleDefinition>) {
    for definition in definitions where !holds(definition) { remove(definition.id) }
    for definition in definitions where !holds(definition) {
      insert(definition)
      if problem(with: definition)?.code == Self.circleCode { links[definition.id]?.isCut = true }
    }
  }

  /// True when it follows the same as before, under the same name, or nothing as before.
  private func holds(_ definition: ScheduleDefinition) -> Bool {
    guard let link = links[definition.id] else { return definition.trigger?.chain == nil }
    return !link.isCut && link.name == definition.record.name && link.chain.upstream == definition.trigger?.chain?.upstream
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
    // What an earlier life left may hold a circle beside this one's way.
    while path.count <= links.count + 1 {
      path.append(upstream)
      if upstream == name || upstream == own {
        return Reason(Self.circleCode, "it follows itself: \(path.joined(separator: " after "))")
      }
      guard let id = Identifier(upstream) ?? named[upstream], let next = links[id], !next.isCut, id != definition.id else { break }
      upstream = next.chain.upstream
    }
    guard path.count > Scheduler.chainDepthLimit + 1 else { return nil }
    return Reason(
      Self.tooDeepCode,
      "it is more than \(Scheduler.chainDepthLimit) schedules behind the first one of its chain; join steps in a pipeline")
  }

  /// True for a reason that is none any more when other schedules change.
  static func isOfOthers(_ reason: Reason?) -> Bool { reason?.code == circleCode || reason?.code == tooDeepCode }
}
