import Values

extension ZenMLCollection where Record == ZenMLSecret {
  /// The values of the secret of exactly this name.
  /// - Throws: ``ZenMLError/Kind/notFound``, also for somebody else's private secret.
  public func values(of name: String) async throws(ZenMLError) -> [String: String] {
    guard let secret = try await get(named: name) else { throw client.notFound("there is no secret named '\(name)'") }
    return secret.values
  }

  /// Changes a secret.
  ///
  /// - Parameter mergingValues: keeps the keys that are not named; a key set to nil is dropped. Otherwise `values` replace all.
  @discardableResult
  public func update(
    _ id: Identifier, _ update: ZenMLSecret.Update, mergingValues: Bool
  ) async throws(ZenMLError) -> ZenMLSecret {
    let query = mergingValues ? [(name: "patch_values", value: "true")] : []
    return try await client.record(.put("\(path)/\(id)", query, json: .object(update.members)))
  }
}
