import CivilTime

extension JFrogModelVersions {
  /// The version with that text, such as `1.4.0`.
  /// - Throws: `notFound`, or `ambiguous` with the candidates.
  public func named(_ version: String) async throws(JFrogMLError) -> JFrogModelVersion {
    let found = try await list().whole().filter { $0.version == version }
    return try only(found, "version '\(version.onOneLine())'")
  }

  /// The version of that status that was made last.
  /// - Throws: `notFound`, or `ambiguous` when the times do not tell which one it is.
  public func newest(_ status: JFrogModelVersion.Status) async throws(JFrogMLError) -> JFrogModelVersion {
    let found = try await list().whole().filter { $0.status == status }
    // One version needs no time to be the newest; among several, one without a time may be any.
    guard found.count > 1, found.allSatisfy({ $0.createdAt != nil }), let last = found.compactMap(\.createdAt).max() else {
      return try only(found, "version with status \(status)")
    }
    return try only(found.filter { $0.createdAt == last }, "newest version with status \(status)")
  }

  private func only(_ found: [JFrogModelVersion], _ what: String) throws(JFrogMLError) -> JFrogModelVersion {
    guard let version = found.first else { throw JFrogMLError(.notFound, "model \(modelID) has no \(what)") }
    guard found.count == 1 else {
      let candidates = found.map { "\($0.version ?? "?") (\($0.id))" }.joined(separator: ", ")
      throw JFrogMLError(.ambiguous, "model \(modelID) has more than one \(what): \(candidates); give the id of one")
    }
    return version
  }
}
