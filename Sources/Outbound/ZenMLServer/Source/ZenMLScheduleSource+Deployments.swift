import Scheduling
import Seams
import ZenML

/// The deployments of the schedules' pipelines, and whether each has ever answered.
extension ZenMLScheduleSource {
  /// The deployments listed anew.
  ///
  /// A deployment that has answered counts as answering for as long as it is listed: a fire must find its target again
  /// after an outage, and be recorded as missed meanwhile instead of losing its binding.
  func withDeployments(
    _ schedules: [ServerSchedule], known: [Identifier: ServerSchedule]
  ) async throws(ZenMLError) -> [ServerSchedule] {
    let byPipeline = Self.byPipeline(try await listedDeployments(), of: Set(schedules.compactMap(\.record.pipelineID)))
    let listed = byPipeline.values.flatMap(\.self)
    let answeredBefore = known.values.flatMap(\.deployments).filter(\.hasAnswered).map(\.id)
    var health = health
    let answered = await health.answering(listed, answeredBefore: Set(answeredBefore))
    self.health = health
    return schedules.map { schedule in
      var schedule = schedule
      let own = schedule.record.pipelineID.flatMap { byPipeline[$0] } ?? []
      schedule.deployments = own.map {
        ServerSchedule.Deployment(id: $0.id, name: $0.name, hasAnswered: answered.contains($0.id))
      }
      return schedule
    }
  }

  private static func byPipeline(_ deployments: [ZenMLDeployment], of pipelines: Set<Identifier>) -> [Identifier: [ZenMLDeployment]] {
    var byPipeline: [Identifier: [ZenMLDeployment]] = [:]
    for deployment in deployments {
      guard let pipeline = deployment.pipelineID, pipelines.contains(pipeline) else { continue }
      byPipeline[pipeline, default: []].append(deployment)
    }
    return byPipeline
  }

  /// For a poll: the deployments are listed only while a schedule without a binding of its own can need one.
  func withMissingDeployments(
    _ schedules: [Identifier: ServerSchedule], known: [Identifier: ServerSchedule]
  ) async throws(ZenMLError) -> [ServerSchedule] {
    let needsThem = schedules.values.contains { $0.bindingText == nil && $0.record.pipelineID != nil }
    if needsThem { return try await withDeployments(Array(schedules.values), known: known) }
    return schedules.values.map { schedule in
      var schedule = schedule
      schedule.deployments = known[schedule.record.id]?.deployments ?? schedule.deployments
      return schedule
    }
  }

  /// None on a server that does not know deployments.
  private func listedDeployments() async throws(ZenMLError) -> [ZenMLDeployment] {
    do {
      return try await client.deployments(project: try await client.projectID())
    } catch  where error.kind == .notFound {
      return []
    }
  }
}
