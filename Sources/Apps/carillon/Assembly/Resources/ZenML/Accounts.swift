import ZenML

enum ZenMLSecretKind: ResourceKind {
  static let resource = ZenMLResource(\.secrets, "Secrets. Their values are printed with --show-values only.")
    .columns(ZenMLColumn("PRIVATE") { .flag($0.isPrivate) })
    .secrets(["values"])
    .note(
      "Values that are not named stay; one that is null goes. What is typed, others on this machine can see: --file - reads it instead."
    )
    .example("--set name=warehouse --set values.user=alice")
    .changeExample("--set values.user=bob --set-json values.old=null")
    .complete()
    // The server would drop every value that is not named.
    .with { $0.update = ZenMLSecretChange.update }
    .erased
}

enum ZenMLProjectKind: ResourceKind {
  static let resource = ZenMLResource(\.projects, "Projects.")
    .columns(ZenMLColumn("DISPLAY NAME") { .text($0.displayName) })
    .complete().erased
}

enum ZenMLUserKind: ResourceKind {
  static let resource = ZenMLResource(\.users, "Accounts of people.")
    .columns(
      ZenMLColumn("FULL NAME") { .text($0.fullName) },
      ZenMLColumn("ACTIVE") { .flag($0.isActive) },
      ZenMLColumn("ADMINISTRATOR") { .flag($0.isAdministrator) }
    )
    .note("Without a password the account waits to be activated; the token for it is shown with --show-values.")
    .example("--set name=alice --set-json is_admin=false")
    .changeExample("--set 'full_name=Alice A.'")
    .complete().erased
}

enum ZenMLServiceAccountKind: ResourceKind {
  static let resource = ZenMLResource(\.serviceAccounts, "Accounts of programs.")
    .columns(ZenMLColumn("ACTIVE") { .flag($0.isActive) }, ZenMLColumn("FOR") { .text($0.about) })
    .example("--set name=reader --set-json active=true")
    .complete().erased
}

enum ZenMLAPIKeyKind: ResourceKind {
  static let resource = ZenMLResource("Keys of a service account.") { client, account in
    client.apiKeys(of: try await client.serviceAccounts.get(account ?? "", hydrate: false).id)
  }
  .of("service account")
  .columns(
    ZenMLColumn("ACTIVE") { .flag($0.isActive) },
    ZenMLColumn("LAST LOGIN") { .moment($0.lastLogin) },
    ZenMLColumn("LAST ROTATED") { .moment($0.lastRotated) }
  )
  .secrets(["key"])
  .example("--of reader --set name=laptop --show-values")
  .shownOnce()
  .complete().erased
}
