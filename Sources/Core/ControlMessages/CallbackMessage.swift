/// What a service says when it calls back: how the work has ended.
package struct CallbackMessage: Codable, Sendable, Equatable {
  package enum Status: String, Codable, Sendable, CaseIterable { case succeeded, failed, cancelled }

  package var status: Status
  /// For people; cut where it is long.
  package var reason: String?

  package init(status: Status = .succeeded, reason: String? = nil) {
    self.status = status
    self.reason = reason
  }
}
