import Scheduling
import Seams
import Testing

extension TriggerTargetConformance {
  static let identityPromises = [
    TargetPromise("every send of an attempt carries the same identity") { underTest in
      let scene = try await underTest.scene(.working)
      try await scene.withStarted { fire, _ in
        _ = await scene.target.start(fire)
        let identities = try await scene.identities()
        #expect(!identities.isEmpty)
        #expect(Set(identities).count == 1, "\(identities)")
      }
    },
    TargetPromise("a new attempt has an identity of its own") { underTest in
      let scene = try await underTest.scene(.working)
      try await scene.withStarted { _, _ in
        try await scene.withStarted(attempt: 2) { _, result in
          #expect(result.wasTaken)
          let identities = try await scene.identities()
          #expect(Set(identities).count == 2, "\(identities)")
        }
      }
    },
    TargetPromise("asking about a fire, and stopping one that never started, starts nothing") { underTest in
      let scene = try await underTest.scene(.working)
      let answer = await scene.target.lookUp(scene.fire())
      #expect(answer == .notStarted || answer == .cannotBeAsked)
      guard case .impossible = await scene.target.stop(scene.fire(), force: false) else {
        Issue.record("there is nothing to stop")
        return
      }
      let identities = try await scene.identities()
      #expect(identities == [])
    },
    TargetPromise("a fire that was started is found, where the target can be asked") { underTest in
      let scene = try await underTest.scene(.working)
      try await scene.withStarted { fire, result in
        #expect(result.wasTaken)
        switch await scene.target.lookUp(fire) {
        case .running, .finished, .cannotBeAsked: break
        case let other: Issue.record("it is not found: \(other)")
        }
      }
    },
  ]
}

extension AttemptResult {
  var wasTaken: Bool {
    switch self {
    case .started, .finished: true
    case .refused, .unavailable, .retryable, .full, .unclear: false
    }
  }
}
