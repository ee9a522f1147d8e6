/// What Carillon promises for a schedule, and why.
package struct GuaranteeMessage: Codable, Sendable, Equatable {
  /// How often a fire can run; where `perAttempt` is said, how often each of its attempts can.
  package enum Promise: String, Codable, Sendable, CaseIterable {
    case oneRunPerAttempt = "one_run_per_attempt"
    case atLeastOnce = "at_least_once"
    case atMostOnce = "at_most_once"
    /// `retry.attempts` allows more than one.
    case atMostOncePerAttempt = "at_most_once_per_attempt"
    /// Nothing is started.
    case none
  }

  package var scheduleID: String
  package var schedule: String
  package var promise: Promise
  /// What the promise means for this schedule, in one sentence.
  package var answer: String
  /// Each with its topic: `attempt`, `misfire`, `overlap`, `deadline`, `retry`, …
  package var details: [WhyMessage.Step]

  enum CodingKeys: String, CodingKey {
    case schedule, promise, answer, details
    case scheduleID = "schedule_id"
  }

  package init(scheduleID: String, schedule: String, promise: Promise, answer: String, details: [WhyMessage.Step]) {
    self.scheduleID = scheduleID
    self.schedule = schedule
    self.promise = promise
    self.answer = answer
    self.details = details
  }
}
