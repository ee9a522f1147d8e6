import ControlMessages
import Values

import struct Seams.KeptAnswer

/// Where requests are written down that change something, before they do.
///
/// What callers may rely on: when `begin` returns, the line survives a crash; when it throws, nothing may be done.
package protocol WriteJournal: Sendable {
  /// - Returns: the line's number.
  func begin(_ write: WriteRecord) async throws(ControlProblem) -> Int64
  /// Failures are the journal's own to tell: what was done is done.
  func end(_ line: Int64, _ ending: WriteEnding) async

  /// The name that the definition of a schedule gives; nil when it gives none.
  func nameOfSchedule(in definition: String) -> String?

  /// Takes an `Idempotency-Key` for a request.
  /// - Returns: the answer to the same request, when it was answered before; nil: it is to be done now.
  /// - Throws: when the key is another request's, or nobody knows how its request ended.
  func claim(_ key: WriteKey) async throws(ControlProblem) -> KeptAnswer?
  /// Keeps the answer; nil gives the key back, for nothing was done.
  func settle(_ key: WriteKey, _ answer: KeptAnswer?) async
}

/// What is about to be done.
package struct WriteRecord: Sendable, Equatable {
  package var who: String
  package var role: Role?
  /// `unix`, or an address.
  package var origin: String
  package var operation: String
  package var subject: String?
  package var requestID: String
  package var asked: JSONValue?
  package var before: JSONValue?
}

/// How it ended. What is nil stays as the record has it.
package struct WriteEnding: Sendable, Equatable {
  package var status: Int
  package var problem: String?
  package var subject: String?
  package var before: JSONValue?
  package var after: JSONValue?
}

/// An `Idempotency-Key` with what it stands for.
package struct WriteKey: Sendable, Equatable {
  package var who: String
  package var key: String
  /// Method, path, query and body.
  package var request: String
}
