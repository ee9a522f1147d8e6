import ZenML

enum ZenMLArtifactKind: ResourceKind {
  static let resource = ZenMLResource(\.artifacts, "What runs have made.")
    .columns(
      ZenMLColumn("LATEST VERSION") { .text($0.latestVersionName) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .findableByName().updatable().deletable().erased
}

enum ZenMLArtifactVersionKind: ResourceKind {
  static let resource = ZenMLResource(\.artifactVersions, "Versions of artifacts.")
    .columns(
      ZenMLColumn("ARTIFACT") { .text($0.artifact?.name) },
      ZenMLColumn("VERSION") { .text($0.version) },
      ZenMLColumn("TYPE") { .text($0.type) },
      ZenMLColumn("URI") { .text($0.uri) }
    )
    .changeExample("--set-json 'add_tags=[\"checked\"]'")
    .updatable().deletable().erased
}

enum ZenMLModelKind: ResourceKind {
  static let resource = ZenMLResource(\.models, "Models.")
    .columns(
      ZenMLColumn("LATEST VERSION") { .text($0.latestVersionName) },
      ZenMLColumn("LICENSE") { .text($0.license) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .complete().erased
}

enum ZenMLModelVersionKind: ResourceKind {
  static let resource = ZenMLResource(\.modelVersions, "Versions of models.")
    .columns(
      ZenMLColumn("MODEL") { .text($0.model?.name) },
      ZenMLColumn("NUMBER") { .number($0.number) },
      ZenMLColumn("STAGE") { .text($0.stage) },
      ZenMLColumn("TAGS") { .text($0.tags.joined(separator: " ")) }
    )
    .example("--set model=6c188f67-… --set name=2026-11")
    .complete().erased
}

enum ZenMLTagKind: ResourceKind {
  static let resource = ZenMLResource(\.tags, "Tags that records bear.")
    .columns(
      ZenMLColumn("COLOR") { .text($0.color) },
      ZenMLColumn("EXCLUSIVE") { .flag($0.isExclusive) },
      ZenMLColumn("BEARERS") { .number($0.taggedCount) }
    )
    .example("--set name=checked --set color=green")
    .complete().erased
}
