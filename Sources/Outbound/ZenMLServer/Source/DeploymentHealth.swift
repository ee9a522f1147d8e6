import Scheduling
import Seams
import ZenML

/// Asks deployments for `/health`, the silent ones ever less often.
struct DeploymentHealth {
  let transport: any HTTPTransport

  /// A deployment answers within milliseconds; one behind a dead address must not hold up a poll.
  static let timeouts = HTTPTimeouts(connect: .seconds(1), total: .seconds(2))
  /// Requests under way at a time.
  private static let width = 8
  /// A silent deployment is asked on the 1st, 2nd, 4th and 8th poll, and on every 8th after that.
  private static let longestGap = 8

  private var silences: [Identifier: Silence] = [:]

  private struct Silence {
    /// From one question to the next, in polls.
    var gap: Int
    /// Polls that still pass without a question.
    var pollsLeft: Int
  }

  init(transport: any HTTPTransport) {
    self.transport = transport
  }

  /// Those of `listed` that have answered now or before.
  mutating func answering(_ listed: [ZenMLDeployment], answeredBefore: Set<Identifier>) async -> Set<Identifier> {
    let ids = Set(listed.map(\.id))
    let before = answeredBefore.intersection(ids)
    silences = silences.filter { ids.contains($0.key) && !before.contains($0.key) }
    let asked = listed.filter { !before.contains($0.id) && $0.url != nil && isDue($0.id) }
    let answers = await Self.ask(asked, over: transport)
    for deployment in asked where !answers.contains(deployment.id) { lengthenGap(of: deployment.id) }
    return before.union(answers)
  }

  private mutating func isDue(_ id: Identifier) -> Bool {
    guard let silence = silences[id], silence.pollsLeft > 0 else { return true }
    silences[id]?.pollsLeft -= 1
    return false
  }

  private mutating func lengthenGap(of id: Identifier) {
    let gap = silences[id].map { min($0.gap * 2, Self.longestGap) } ?? 1
    silences[id] = Silence(gap: gap, pollsLeft: gap - 1)
  }

  private static func ask(_ deployments: [ZenMLDeployment], over transport: any HTTPTransport) async -> Set<Identifier> {
    await withTaskGroup(of: Identifier?.self) { group in
      var waiting = deployments[...]
      var answering: Set<Identifier> = []
      for deployment in waiting.prefix(width) { group.addTask { await ask(deployment, over: transport) } }
      waiting = waiting.dropFirst(width)
      while let answer = await group.next() {
        if let answer { answering.insert(answer) }
        if let next = waiting.popFirst() { group.addTask { await ask(next, over: transport) } }
      }
      return answering
    }
  }

  private static func ask(_ deployment: ZenMLDeployment, over transport: any HTTPTransport) async -> Identifier? {
    guard let url = deployment.url else { return nil }
    let request = HTTPRequest(
      "GET", "\(url)/health", headers: HTTPHeader.toDeployment, timeouts: timeouts, maximumResponseBytes: 64 * 1024)
    guard let response = try? await transport.send(request), response.status == 200 else { return nil }
    return response.looksLikeHTML ? nil : deployment.id
  }
}
