import Scheduling
import Seams
import Testing

extension TriggerTargetConformance {
  static let reasonPromises = [
    TargetPromise("a target that is away takes nothing, and every call ends") { underTest in
      let scene = try await underTest.scene(.away)
      let fire = scene.fire()
      #expect(await !scene.target.start(fire).wasTaken)
      _ = await scene.target.lookUp(fire)
      _ = await scene.target.stop(fire, force: false)
      _ = await scene.target.stop(fire, force: true)
    },
    TargetPromise("what a target declines is not taken, and the reason says so") { underTest in
      let scene = try await underTest.scene(.declining)
      guard case .refused(let outcome, let reason, _) = await scene.target.start(scene.fire()) else {
        Issue.record("it was not refused")
        return
      }
      #expect(outcome.isFinal)
      #expect(!reason.code.isEmpty && !reason.sentence.isEmpty)
    },
    TargetPromise("no answer holds a secret") { underTest in
      for world in TargetUnderTest.World.allCases {
        let scene = try await underTest.scene(world)
        try await scene.withStarted { fire, result in
          let answers = [
            "\(result)", "\(await scene.target.start(fire))", "\(await scene.target.lookUp(fire))",
            "\(await scene.target.stop(fire, force: false))",
          ]
          for answer in answers { #expect(!answer.contains(TargetUnderTest.secret.value), "\(world)") }
        }
      }
    },
  ]
}
