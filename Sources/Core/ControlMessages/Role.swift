/// What a caller of the control API may do; each may do all that the ones before it may.
package enum Role: String, Codable, Sendable, CaseIterable, Comparable {
  /// Reads.
  case viewer
  /// Also triggers, pauses, resumes, backfills, cancels and handles dead letters.
  case `operator`
  /// Also changes local schedules, keys and the store.
  case admin

  package static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .operator: 1
    case .admin: 2
    }
  }
}
