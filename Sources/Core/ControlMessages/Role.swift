/// What a caller of the control API may do; each may do all that the ones before it may.
package enum Role: String, Codable, Sendable, CaseIterable, Comparable {
  /// Reads.
  case viewer
  /// Also triggers, pauses, resumes, backfills, cancels, handles dead letters, and writes local schedules that do not use this machine.
  case `operator`
  /// Also changes keys and the store, and writes schedules that use this machine: commands, its environment and files.
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
