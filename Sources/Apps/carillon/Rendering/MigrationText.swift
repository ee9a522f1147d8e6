import ControlMessages

/// A change of a store's schema as `store migrate` shows it.
struct MigrationText {
  let migration: MigrationMessage
  let isOnlyAsked: Bool
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    fields.add("store", migration.path)
    guard migration.isNeeded else {
      fields.add("schema", "\(migration.from); nothing to do")
      return fields.text(on: screen)
    }
    fields.add("schema", "\(migration.from), \(isOnlyAsked ? "would become" : "now") \(migration.to)")
    fields.add("copy", migration.backup)
    for loss in migration.losses { fields.add(isOnlyAsked ? "to be lost" : "lost", loss, .attention) }
    if !isOnlyAsked, migration.to < migration.from {
      fields.add("next", "install the older release before a daemon is started: this one would bring the store to \(migration.from) again")
    }
    return fields.text(on: screen)
  }
}
