import CivilTime
import Scheduling

/// A server that holds schedules.
///
/// Callers may rely on this: one call at a time is enough, calls never change anything on the server except `deliver`,
/// and errors say what was tried, on what, and what came back.
package protocol ScheduleSource: Sendable {
  /// Everything, read whole.
  func readAll(known: [Identifier: ServerSchedule]) async throws(SourceError) -> SourceListing

  /// What has changed since the last successful read; a complete listing when the source cannot be sure otherwise.
  /// - Parameter sweep: read everything anyway, since deletions do not show among changes.
  func readChanges(known: [Identifier: ServerSchedule], sweep: Bool) async throws(SourceError) -> SourceListing

  /// Writes a report back; delivering one twice does no harm.
  func deliver(_ report: Report) async throws(SourceError)
}

/// What a source holds.
package struct SourceListing: Sendable {
  /// Every schedule that is there now, archived ones excluded.
  package var schedules: [ServerSchedule]
  /// True when the source was read whole.
  package var isComplete: Bool

  package init(schedules: [ServerSchedule], isComplete: Bool) {
    self.schedules = schedules
    self.isComplete = isComplete
  }
}

package struct SourceError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Equatable {
    /// Key, token or password are refused: waiting does not help.
    case credentials
    /// It cannot be reached, or is too busy.
    case unavailable
    /// It answered something else than expected.
    case unexpected
    /// What the call was about is not there.
    case notFound
  }

  package let kind: Kind
  package let description: String
  package let retryAfter: Duration?

  package init(_ kind: Kind, _ description: String, retryAfter: Duration? = nil) {
    self.kind = kind
    self.description = description
    self.retryAfter = retryAfter
  }
}
