import Scheduling
import Seams
import Testing

extension TriggerTargetConformance {
  static let stopPromises = [
    TargetPromise("a run that was asked to end is observed to its end, or the target says why it cannot be asked") { underTest in
      for force in [false, true] {
        let scene = try await underTest.scene(.working)
        try await scene.withStarted { fire, _ in
          switch await scene.target.stop(fire, force: force) {
          case .asked: #expect(await scene.target.observations(of: fire).last?.outcome == .cancelled)
          case .impossible(let reason): #expect(!reason.code.isEmpty && !reason.sentence.isEmpty)
          case .unavailable(let reason): Issue.record("it cannot be asked: \(reason)")
          }
        }
      }
    },
    TargetPromise("asking again to end a run does no harm") { underTest in
      let scene = try await underTest.scene(.working)
      try await scene.withStarted { fire, _ in
        let first = await scene.target.stop(fire, force: false)
        #expect(await scene.target.stop(fire, force: false) == first)
        #expect(await scene.target.stop(fire, force: true) == first)
      }
    },
    TargetPromise("who stops reading observations ends nothing") { underTest in
      let scene = try await underTest.scene(.working)
      try await scene.withStarted { fire, _ in
        let reader = Task { for await _ in scene.target.observations(of: fire) {} }
        reader.cancel()
        await reader.value
        switch await scene.target.lookUp(fire) {
        case .running, .cannotBeAsked: break
        case let other: Issue.record("it does not go on: \(other)")
        }
      }
    },
  ]
}

extension AsyncStream where Element: Sendable {
  var last: Element? {
    get async {
      var last: Element?
      for await element in self { last = element }
      return last
    }
  }
}
