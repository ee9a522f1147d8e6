import ArgumentParser

/// Everything that `carillon zenml` knows.
enum ZenMLKinds {
  /// In the order of its help: what runs, what it runs on, what comes of it, who may.
  static let commands: [any ParsableCommand.Type] = [
    ResourceCommand<ZenMLPipelineKind>.self, ResourceCommand<ZenMLRunKind>.self, ResourceCommand<ZenMLStepKind>.self,
    ResourceCommand<ZenMLScheduleKind>.self, ResourceCommand<ZenMLSnapshotKind>.self, ResourceCommand<ZenMLRunTemplateKind>.self,
    ResourceCommand<ZenMLBuildKind>.self, ResourceCommand<ZenMLDeploymentKind>.self, ResourceCommand<ZenMLStackKind>.self,
    ResourceCommand<ZenMLComponentKind>.self, ResourceCommand<ZenMLFlavorKind>.self, ResourceCommand<ZenMLServiceConnectorKind>.self,
    ResourceCommand<ZenMLArtifactKind>.self, ResourceCommand<ZenMLArtifactVersionKind>.self, ResourceCommand<ZenMLModelKind>.self,
    ResourceCommand<ZenMLModelVersionKind>.self, ResourceCommand<ZenMLCodeRepositoryKind>.self, ResourceCommand<ZenMLTagKind>.self,
    ResourceCommand<ZenMLSecretKind>.self, ResourceCommand<ZenMLProjectKind>.self, ResourceCommand<ZenMLUserKind>.self,
    ResourceCommand<ZenMLServiceAccountKind>.self, ResourceCommand<ZenMLAPIKeyKind>.self,
  ]
}
