import ZenML

enum ZenMLStackKind: ResourceKind {
  static let resource = ZenMLResource(\.stacks, "Where pipelines run.")
    .columns(
      ZenMLColumn("COMPONENTS") { stack in
        .text(stack.components.keys.sorted().map { type in "\(type)=\(stack.components[type]?.first?.name ?? "?")" }.joined(separator: " "))
      }
    )
    .example("--file stack.json")
    .complete().erased
}

enum ZenMLComponentKind: ResourceKind {
  static let resource = ZenMLResource(\.components, "What stacks are made of: orchestrators, artifact stores and more.")
    .called(or: "stack-components")
    .columns(
      ZenMLColumn("TYPE") { .text($0.type) },
      ZenMLColumn("FLAVOR") { .text($0.flavorName) },
      ZenMLColumn("CONNECTOR") { .text($0.connector?.name) }
    )
    .example("--set name=nightly --set type=orchestrator --set flavor=local --set-json 'configuration={}'")
    .complete().erased
}

enum ZenMLFlavorKind: ResourceKind {
  static let resource = ZenMLResource(\.flavors, "The kinds of components that the server knows.")
    .columns(
      ZenMLColumn("TYPE") { .text($0.type) },
      ZenMLColumn("INTEGRATION") { .text($0.integration) },
      ZenMLColumn("CUSTOM") { .flag($0.isCustom) }
    )
    .example("--file flavor.json")
    .complete().erased
}

enum ZenMLServiceConnectorKind: ResourceKind {
  static let resource = ZenMLResource(\.serviceConnectors, "How outside services are reached, with credentials.")
    .called(or: "connectors")
    .columns(
      ZenMLColumn("TYPE") { .text($0.type) },
      ZenMLColumn("METHOD") { .text($0.authenticationMethod) },
      ZenMLColumn("GIVES ACCESS TO") { .text($0.resourceTypes.joined(separator: " ")) },
      ZenMLColumn("EXPIRES") { .moment($0.expiresAt) }
    )
    .secrets(["configuration", "secrets"])
    .note("The settings that are given replace all settings.")
    .example("--file connector.json")
    .complete().erased
}

enum ZenMLCodeRepositoryKind: ResourceKind {
  static let resource = ZenMLResource(\.codeRepositories, "Where code comes from.")
    .columns(ZenMLColumn("SOURCE") { .text($0.source?.description) })
    .example("--file repository.json")
    .complete().erased
}
