import Scheduling
import ZenML

/// Which source a trigger means. The same for all fires of a schedule, so that they share what is found.
package enum RunSourceChoice: Hashable, Sendable {
  case snapshot(SnapshotTrigger.Choice, pipeline: PipelineChoice?)
  /// - Parameter id: nil means the newest build.
  case build(id: String?, pipeline: PipelineChoice?, version: String?)
  case runTemplate(String)

  /// Nil for a kind that no server starts runs of.
  package init?(_ trigger: Trigger) {
    switch trigger {
    case .snapshot(let snapshot):
      self = .snapshot(snapshot.snapshot, pipeline: PipelineChoice(snapshot.pipeline, scheduled: snapshot.pipelineID))
    case .build(let build):
      let pipeline = PipelineChoice(build.pipeline, scheduled: build.pipelineID)
      self = .build(id: build.build, pipeline: pipeline, version: build.version)
    case .runTemplate(let template): self = .runTemplate(template.template)
    default: return nil
    }
  }
}
