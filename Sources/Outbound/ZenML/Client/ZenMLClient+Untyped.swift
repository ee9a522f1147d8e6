import Values

extension ZenMLClient {
  /// Every collection, for who knows the kind only at run time. API keys are not among them: they belong to an account.
  public var collections: [ZenMLUntypedCollection] {
    everydayCollections + [
      full(models), full(modelVersions), .init(artifacts).named(artifacts).updating(artifacts).deleting(artifacts),
      .init(artifactVersions).updating(artifactVersions).deleting(artifactVersions), full(stacks), full(components), full(flavors),
      full(serviceConnectors), full(codeRepositories), full(tags), full(users), full(serviceAccounts), full(projects),
    ]
  }

  private var everydayCollections: [ZenMLUntypedCollection] {
    [
      full(pipelines), .init(runs).named(runs).updating(runs).deleting(runs), .init(steps).named(steps),
      .init(schedules).named(schedules).creating(schedules).updating(schedules).archiving(schedules),
      .init(snapshots).named(snapshots).updating(snapshots).deleting(snapshots), .init(builds).creating(builds).deleting(builds),
      full(runTemplates), full(deployments), full(secrets),
    ]
  }

  private func full<Record: ZenMLFindableByName & ZenMLCreatable & ZenMLUpdatable & ZenMLDeletable>(
    _ collection: ZenMLCollection<Record>
  ) -> ZenMLUntypedCollection {
    ZenMLUntypedCollection(collection).named(collection).creating(collection).updating(collection).deleting(collection)
  }
}
