import CivilTime

/// A schedule's last delivered report, and how many were delivered in the day that ends with it.
package struct DeliveredReport: Hashable, Sendable {
  package var schedule: Identifier
  package var outcomeClass: Outcome.Class?
  package var deliveredAt: Instant
  package var dayStart: Instant
  package var countSinceDayStart: Int

  package init(
    schedule: Identifier, outcomeClass: Outcome.Class?, deliveredAt: Instant, dayStart: Instant, countSinceDayStart: Int
  ) {
    self.schedule = schedule
    self.outcomeClass = outcomeClass
    self.deliveredAt = deliveredAt
    self.dayStart = dayStart
    self.countSinceDayStart = countSinceDayStart
  }
}
