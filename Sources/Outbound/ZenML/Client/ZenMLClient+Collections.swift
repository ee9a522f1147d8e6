import Values

/// Everything that the server keeps, by kind.
extension ZenMLClient {
  /// Pipelines.
  public var pipelines: ZenMLCollection<ZenMLPipeline> { .init(self) }
  /// Runs of pipelines.
  public var runs: ZenMLCollection<ZenMLRun> { .init(self) }
  /// Runs of steps.
  public var steps: ZenMLCollection<ZenMLStep> { .init(self) }
  /// Schedules.
  public var schedules: ZenMLCollection<ZenMLSchedule> { .init(self) }
  /// Snapshots that a server can run.
  public var snapshots: ZenMLCollection<ZenMLSnapshot> { .init(self) }
  /// Builds of pipelines.
  public var builds: ZenMLCollection<ZenMLBuild> { .init(self) }
  /// Run templates, the older name of snapshots.
  public var runTemplates: ZenMLCollection<ZenMLRunTemplate> { .init(self) }
  /// Pipelines that run as HTTP servers.
  public var deployments: ZenMLCollection<ZenMLDeployment> { .init(self) }
  /// Stacks.
  public var stacks: ZenMLCollection<ZenMLStack> { .init(self) }
  /// Components of stacks.
  public var components: ZenMLCollection<ZenMLComponent> { .init(self) }
  /// Flavors of components.
  public var flavors: ZenMLCollection<ZenMLFlavor> { .init(self) }
  /// Service connectors.
  public var serviceConnectors: ZenMLCollection<ZenMLServiceConnector> { .init(self) }
  /// Artifacts.
  public var artifacts: ZenMLCollection<ZenMLArtifact> { .init(self) }
  /// Versions of artifacts.
  public var artifactVersions: ZenMLCollection<ZenMLArtifactVersion> { .init(self) }
  /// Models.
  public var models: ZenMLCollection<ZenMLModel> { .init(self) }
  /// Versions of models.
  public var modelVersions: ZenMLCollection<ZenMLModelVersion> { .init(self) }
  /// Code repositories.
  public var codeRepositories: ZenMLCollection<ZenMLCodeRepository> { .init(self) }
  /// Secrets.
  public var secrets: ZenMLCollection<ZenMLSecret> { .init(self) }
  /// Tags.
  public var tags: ZenMLCollection<ZenMLTag> { .init(self) }
  /// Accounts of people.
  public var users: ZenMLCollection<ZenMLUser> { .init(self) }
  /// Accounts of programs.
  public var serviceAccounts: ZenMLCollection<ZenMLServiceAccount> { .init(self) }
  /// Projects.
  public var projects: ZenMLCollection<ZenMLProject> { .init(self) }

  /// The API keys of a service account.
  public func apiKeys(of account: Identifier) -> ZenMLCollection<ZenMLAPIKey> {
    .init(self, path: "/service_accounts/\(account)/api_keys")
  }
}
