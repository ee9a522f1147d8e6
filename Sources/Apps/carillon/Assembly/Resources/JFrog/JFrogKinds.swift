import ArgumentParser
import JFrogML
import Scheduling

/// Everything that `carillon jfrog` knows.
enum JFrogKinds {
  static let commands: [any ParsableCommand.Type] = [
    ResourceCommand<JFrogModelKind>.self, ResourceCommand<JFrogModelVersionKind>.self, ResourceCommand<JFrogExperimentKind>.self,
    ResourceCommand<JFrogDeploymentKind>.self,
  ]
}

enum JFrogModelKind: ResourceKind {
  static let resource = JFrogResource("models", "model", "Registered models.", called: \.name) { client, _ in
    JFrogCalls(
      list: { client.models.list(pageSize: ListSize.standard) }, page: { try await client.models.page(limit: $0, offset: $1) },
      get: { try await client.models.get($0) }, create: { try await client.models.create(JFrogModelRequest(members: $0)) },
      update: { try await client.models.update($0.id, JFrogModelRequest($0, changedBy: $1)) },
      delete: { try await client.models.delete($0) })
  }
  .columns(
    JFrogColumn("FRAMEWORK") { .text($0.framework) },
    JFrogColumn("TASK") { .text($0.taskType) },
    JFrogColumn("LATEST VERSION") { .text($0.latestVersion) },
    JFrogColumn("VERSIONS") { .number($0.versionsCount) },
    JFrogColumn("UPDATED") { .moment($0.updatedAt) }
  )
  .fields(
    JFrogField("framework") { $0.framework.map(FilterValue.text) },
    JFrogField("task_type") { $0.taskType.map(FilterValue.text) },
    JFrogField("created") { $0.createdAt.map(FilterValue.time) },
    JFrogField("updated") { $0.updatedAt.map(FilterValue.time) }
  )
  .example("--set name=churn --set framework=sklearn")
  .erased(isUpdatable: true)
}

enum JFrogModelVersionKind: ResourceKind {
  static let resource = JFrogResource("model-versions", "model version", "Versions of a model.", called: \.version) { client, model in
    let versions = client.versions(ofModel: try await client.models.named(model ?? "").id)
    return JFrogCalls(
      list: { versions.list() }, get: { try await versions.get($0) },
      create: { try await versions.create(JFrogModelVersionRequest(members: $0)) }, delete: { try await versions.delete($0) })
  }
  .of("model")
  .columns(
    JFrogColumn("STATUS") { .text($0.status?.rawValue) },
    JFrogColumn("ARTIFACT") { .text($0.artifactPath) },
    JFrogColumn("CREATED") { .moment($0.createdAt) }
  )
  .fields(
    JFrogField("status") { $0.status.map { .text($0.rawValue) } },
    JFrogField("created") { $0.createdAt.map(FilterValue.time) }
  )
  .example("--of churn --set version=1.4.0 --set status=staging")
  .erased()
}

enum JFrogExperimentKind: ResourceKind {
  static let resource = JFrogResource("experiments", "experiment", "Trainings, and what they measured.", called: \.name) { client, _ in
    JFrogCalls(
      list: { client.experiments.list() }, get: { try await client.experiments.get($0) },
      create: { try await client.experiments.create(JFrogExperimentRequest(members: $0)) },
      delete: { try await client.experiments.delete($0) })
  }
  .columns(
    JFrogColumn("STATUS") { .text($0.status?.rawValue) },
    JFrogColumn("MODEL") { .text($0.modelID) },
    JFrogColumn("CREATED") { .moment($0.createdAt) },
    JFrogColumn("COMPLETED") { .moment($0.completedAt) }
  )
  .fields(
    JFrogField("status") { $0.status.map { .text($0.rawValue) } },
    JFrogField("model_id") { $0.modelID.map(FilterValue.text) },
    JFrogField("created") { $0.createdAt.map(FilterValue.time) },
    JFrogField("completed") { $0.completedAt.map(FilterValue.time) }
  )
  .example("--set name=nightly --set model_id=churn --set parameters.lr=0.1")
  .erased()
}

enum JFrogDeploymentKind: ResourceKind {
  static let resource = JFrogResource("deployments", "deployment", "Model versions that are served.", called: \.name) { client, _ in
    JFrogCalls(
      list: { client.deployments.list() }, get: { try await client.deployments.get($0) },
      create: { try await client.deployments.create(JFrogDeploymentRequest(members: $0)) },
      delete: { try await client.deployments.delete($0) })
  }
  .columns(
    JFrogColumn("STATUS") { .text($0.status?.rawValue) },
    JFrogColumn("MODEL") { .text($0.modelID) },
    JFrogColumn("VERSION") { .text($0.modelVersionID) },
    JFrogColumn("REPLICAS") { .number($0.replicas) },
    JFrogColumn("ENDPOINT") { .text($0.endpointURL) },
    JFrogColumn("CREATED") { .moment($0.createdAt) }
  )
  .fields(
    JFrogField("status") { $0.status.map { .text($0.rawValue) } },
    JFrogField("model_id") { $0.modelID.map(FilterValue.text) },
    JFrogField("model_version_id") { $0.modelVersionID.map(FilterValue.text) },
    JFrogField("created") { $0.createdAt.map(FilterValue.time) }
  )
  .example("--set name=churn --set model_id=churn --set model_version_id=v1 --set-json replicas=2")
  .erased()
}
