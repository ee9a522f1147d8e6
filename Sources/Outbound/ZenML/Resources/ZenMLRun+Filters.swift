import CivilTime
import Values

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLRun {
  /// How it stands.
  public static var status: ZenMLFilterField<ZenMLRun, ZenMLRunStatus> { .init("status") { $0.status } }
  /// The pipeline that it is a run of.
  public static var pipelineID: ZenMLFilterField<ZenMLRun, Identifier> { .init("pipeline_id") { $0.pipeline?.id } }
  /// The name or id of its pipeline. Rows are not compared with it.
  public static var pipeline: ZenMLFilterField<ZenMLRun, String> { .init("pipeline") }
  /// The stack that it runs on.
  public static var stackID: ZenMLFilterField<ZenMLRun, Identifier> { .init("stack_id") { $0.stack?.id } }
  /// The snapshot that somebody asked to run.
  public static var sourceSnapshotID: ZenMLFilterField<ZenMLRun, Identifier> { .init("source_snapshot_id") { $0.sourceSnapshot?.id } }
  /// The anonymous snapshot that it was made from.
  public static var snapshotID: ZenMLFilterField<ZenMLRun, Identifier> { .init("snapshot_id") { $0.snapshot?.id } }
  /// The run template that it was made from.
  public static var templateID: ZenMLFilterField<ZenMLRun, Identifier> { .init("template_id") { $0.templateID } }
  /// The build that it uses.
  public static var buildID: ZenMLFilterField<ZenMLRun, Identifier> { .init("build_id") { $0.build?.id } }
  /// The native schedule that it belongs to; runs started through the API belong to none.
  public static var scheduleID: ZenMLFilterField<ZenMLRun, Identifier> { .init("schedule_id") { $0.schedule?.id } }
  /// The deployment that started it.
  public static var triggeringDeploymentID: ZenMLFilterField<ZenMLRun, Identifier> {
    .init("triggered_by_deployment_id") { $0.triggeringDeploymentID }
  }
  /// What the orchestrator calls it.
  public static var orchestratorRunID: ZenMLFilterField<ZenMLRun, String> { .init("orchestrator_run_id") { $0.orchestratorRunID } }
  /// When it was created.
  public static var startTime: ZenMLFilterField<ZenMLRun, Instant> { .init("start_time") { $0.startTime } }
  /// When it ended.
  public static var endTime: ZenMLFilterField<ZenMLRun, Instant> { .init("end_time") { $0.endTime } }
  /// True while it is not over, as the server sees it: some failed runs stay so.
  public static var isInProgress: ZenMLFilterField<ZenMLRun, Bool> { .init("in_progress") }
  /// Counts the pipeline's runs, from 1.
  public static var number: ZenMLFilterField<ZenMLRun, Int> { .init("index") { $0.number } }
  /// The name of a tag that it has. Rows are not compared with it.
  public static var tags: ZenMLFilterField<ZenMLRun, String> { .init("tags") }

  /// It has this metadata. Rows are not compared with it.
  public static func runMetadata(_ key: String, _ value: String) -> ZenMLFilterTerm { .parameter("run_metadata", "\(key):\(value)") }
}

extension ZenMLSort.Field where Record == ZenMLRun {
  /// When it was created.
  public static var startTime: Self { Self("start_time") }
  /// When it ended.
  public static var endTime: Self { Self("end_time") }
  /// How it stands, in the alphabet.
  public static var status: Self { Self("status") }
  /// Counts the pipeline's runs.
  public static var number: Self { Self("index") }
}

extension ZenMLRun {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLRun>] {
    let terms = ZenMLFilterTerm<ZenMLRun>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.status), .init(terms.pipelineID), .init(terms.pipeline), .init(terms.stackID), .init(terms.sourceSnapshotID),
      .init(terms.snapshotID), .init(terms.templateID), .init(terms.buildID), .init(terms.scheduleID), .init(terms.triggeringDeploymentID),
      .init(terms.orchestratorRunID), .init(terms.startTime), .init(terms.endTime), .init(terms.isInProgress), .init(terms.number),
      .init(terms.tags),
    ]
  }
}
