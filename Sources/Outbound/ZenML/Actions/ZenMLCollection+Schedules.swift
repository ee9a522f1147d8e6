import Values

extension ZenMLCollection where Record == ZenMLSchedule {
  /// Deletes a schedule.
  ///
  /// - Parameter softly: archives it: it stays readable, fires no more, and its name is free again. Its `updated` does not
  ///   change, so nobody who asks for changes sees it.
  public func delete(_ id: Identifier, softly: Bool) async throws(ZenMLError) {
    _ = try await client.send(.delete("\(path)/\(id)", [("soft", String(softly))]))
  }
}
