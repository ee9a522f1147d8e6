import CivilTime
import Scheduling
import ZenML

enum ZenMLPipelineKind: ResourceKind {
  static let resource = ZenMLResource(\.pipelines, "What can be run.")
    .columns(
      ZenMLColumn("LATEST RUN") { .text($0.latestRunStatus?.rawValue) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .complete().erased
}

enum ZenMLRunKind: ResourceKind {
  static let resource = ZenMLResource(\.runs, "Runs of pipelines.")
    .called(or: "pipeline-runs")
    .columns(
      ZenMLColumn("STATUS") { .text($0.status.rawValue) },
      ZenMLColumn("PIPELINE") { .text($0.pipeline?.name ?? $0.pipeline?.id.description) },
      ZenMLColumn("STACK") { .text($0.stack?.name) },
      ZenMLColumn("ENDED") { .moment($0.endTime) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .note("Only its status and its tags can be changed.")
    .changeExample("--set-json 'add_tags=[\"checked\"]'")
    .findableByName().updatable().deletable().erased
}

enum ZenMLStepKind: ResourceKind {
  static let resource = ZenMLResource(\.steps, "Steps of runs.")
    .called(or: "step-runs")
    .columns(
      ZenMLColumn("STATUS") { .text($0.status.rawValue) },
      ZenMLColumn("STARTED") { .moment($0.startTime) },
      ZenMLColumn("ENDED") { .moment($0.endTime) },
      ZenMLColumn("PROBLEM") { .text($0.exceptionMessage) }
    )
    .lookups(ZenMLLookup("run", "pipeline_run_id", among: \.runs))
    .findableByName().erased
}

enum ZenMLScheduleKind: ResourceKind {
  static let resource = schedules.erased

  static let schedules: ZenMLResource<ZenMLSchedule> = ZenMLResource(\.schedules, "Schedules as the server keeps them.")
    .columns(
      ZenMLColumn("ACTIVE") { .flag($0.isActive && !$0.isArchived) },
      ZenMLColumn("CRON") { .text($0.cronExpression) },
      ZenMLColumn("INTERVAL") { .text($0.interval?.iso8601) },
      ZenMLColumn("ONCE") { .moment($0.runOnceStartTime) },
      ZenMLColumn("ARCHIVED") { .text($0.isArchived ? "yes" : nil) }
    )
    .lookups(ZenMLLookup("pipeline", "pipeline_id", among: \.pipelines))
    .changeExample("--set 'cron_expression=30 2 * * *'")
    .note("The server changes only name, cron_expression and active, and ignores the rest.")
    .example("--set name=nightly --set 'cron_expression=0 2 * * *' --set pipeline_id=6c188f67-…")
    .findableByName().creatable().updatable()
    .with { $0.create = { collection, members in try await collection.create(members: ZenMLSchedule.completed(members)) } }
    // Archived ones are kept by a client that deletes softly; here delete means delete.
    .with { $0.delete = { collection, id in try await collection.delete(id, softly: false) } }
}

enum ZenMLSnapshotKind: ResourceKind {
  static let resource = ZenMLResource(\.snapshots, "Pipelines as they were, for the server to run.")
    .called("snapshots", or: "pipeline-snapshots")
    .columns(
      ZenMLColumn("PIPELINE") { .text($0.pipeline?.name ?? $0.pipeline?.id.description) },
      ZenMLColumn("RUNNABLE") { .flag($0.isRunnable) },
      ZenMLColumn("DEPLOYABLE") { .flag($0.isDeployable) },
      ZenMLColumn("STACK") { .text($0.stack?.name) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .findableByName().updatable().deletable().erased
}

enum ZenMLRunTemplateKind: ResourceKind {
  static let resource = ZenMLResource(\.runTemplates, "The older name of snapshots.")
    .called(or: "templates")
    .columns(
      ZenMLColumn("PIPELINE") { .text($0.pipeline?.name) },
      ZenMLColumn("RUNNABLE") { .flag($0.isRunnable) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .note("A new template gives its name to the snapshot that it is made from.")
    .example("--set name=nightly --set source_snapshot_id=6c188f67-…")
    .complete().erased
}

enum ZenMLBuildKind: ResourceKind {
  static let resource = ZenMLResource(\.builds, "Images that pipelines were built into.")
    .called("builds", or: "pipeline-builds")
    .columns(
      ZenMLColumn("PIPELINE") { .text($0.pipeline?.name) },
      ZenMLColumn("STACK") { .text($0.stack?.name) },
      ZenMLColumn("LOCAL") { .flag($0.isLocal) },
      ZenMLColumn("ZENML") { .text($0.zenmlVersion) },
      ZenMLColumn("PYTHON") { .text($0.pythonVersion) }
    )
    .lookups(ZenMLLookup("pipeline", "pipeline_id", among: \.pipelines))
    .example("--file build.json")
    .creatable().deletable().erased
}

enum ZenMLDeploymentKind: ResourceKind {
  static let resource = ZenMLResource(\.deployments, "Pipelines that run as HTTP servers.")
    .columns(
      ZenMLColumn("STATUS") { .text($0.status) },
      ZenMLColumn("PIPELINE") { .text($0.pipeline?.name) },
      ZenMLColumn("URL") { .text($0.url) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .note("It only tells the server of it: ZenML's own tools start and stop the process.")
    .example("--file deployment.json")
    .complete().erased
}
