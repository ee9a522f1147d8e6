import Scheduling
import ZenML

/// What can be done with records of a kind: each says so once, and the compiler sees to it that the library can.
extension ZenMLResource where Record: ZenMLFindableByName {
  func findableByName() -> Self {
    with { resource in
      resource.named = { collection, reference, isExact in
        isExact ? try await collection.get(named: reference) : try await collection.get(reference)
      }
    }
  }
}

extension ZenMLResource where Record: ZenMLCreatable {
  func creatable() -> Self {
    with { $0.create = { collection, members in try await collection.create(members: members) } }
  }
}

extension ZenMLResource where Record: ZenMLUpdatable {
  func updatable() -> Self {
    with { $0.update = { collection, id, members in try await collection.update(id, members: members) } }
  }
}

extension ZenMLResource where Record: ZenMLDeletable {
  func deletable() -> Self {
    with { $0.delete = { collection, id in try await collection.delete(id) } }
  }
}

extension ZenMLResource where Record: ZenMLFindableByName & ZenMLCreatable & ZenMLUpdatable & ZenMLDeletable {
  /// All of it.
  func complete() -> Self { findableByName().creatable().updatable().deletable() }
}
