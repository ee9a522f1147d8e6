/// A due instant about which a schedule's calendars have something to say.
package struct ExclusionItem: Codable, Sendable, Equatable {
  /// ISO 8601 in UTC.
  package var due: String
  package var calendar: String
  /// When its fire may start; null where it is skipped.
  @ExplicitNull package var deferredUntil: String?

  enum CodingKeys: String, CodingKey {
    case due, calendar
    case deferredUntil = "deferred_until"
  }

  package init(due: String, calendar: String, deferredUntil: String?) {
    self.due = due
    self.calendar = calendar
    self.deferredUntil = deferredUntil
  }
}

/// Of how many due instants one answer may tell what calendars say. Each may take as many steps as calendars have windows in a row, so who
/// wants to know of more asks again.
package enum ExclusionLimit {
  package static let allowed = 1...100
  package static let standard = 5
}
