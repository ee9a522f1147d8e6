/// The answer of `/healthz` and `/readyz`: codes only, for anyone may ask.
package struct HealthMessage: Codable, Sendable, Equatable {
  /// Why not, as codes that are stable over releases; empty when all is well.
  package enum Reason: String, Codable, Sendable, CaseIterable {
    /// The engine did not answer within its limit.
    case engineStuck = "engine_stuck"
    /// The schedules are not armed yet, or no longer: it starts or stops.
    case notArmed = "not_armed"
    /// The ledger cannot be written, so nothing is started.
    case storeUnwritable = "store_unwritable"
    /// The store's file is damaged.
    case storeDamaged = "store_damaged"
    /// The daemon's look at itself has found a gap, or is overdue.
    case selfAudit = "self_audit"
  }

  package var status: String
  package var reasons: [Reason]

  package init(reasons: [Reason]) {
    status = reasons.isEmpty ? "ok" : "unavailable"
    self.reasons = reasons
  }
}

extension ControlPaths {
  package static let health = "/healthz"
  package static let readiness = "/readyz"
  package static let metrics = "/metrics"
}
