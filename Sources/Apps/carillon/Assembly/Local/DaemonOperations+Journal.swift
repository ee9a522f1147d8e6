import CivilTime
import ControlAPI
import ControlMessages
import Foundation
import Logging
import ScheduleFiles
import Scheduling
import Seams

/// The audit log of what is changed over the control API, and answers by the keys of their requests.
extension DaemonOperations: WriteJournal {
  func begin(_ write: WriteRecord) async throws(ControlProblem) -> Int64 {
    let entry = AuditLogEntry(
      at: clock.now(), who: write.who, role: write.role?.rawValue, origin: write.origin, operation: write.operation,
      subject: write.subject, request: write.requestID, asked: write.asked?.text, before: write.before?.text)
    do throws(StoreError) {
      return try await journal.beginAuditLine(entry)
    } catch {
      throw ControlProblem(.unavailable, "nothing was done, for it cannot be written down in the audit log: \(error)")
    }
  }

  func end(_ line: Int64, _ ending: WriteEnding) async {
    do throws(StoreError) {
      try await journal.endAuditLine(
        line,
        AuditLogEnding(
          at: clock.now(), status: ending.status, problem: ending.problem, subject: ending.subject, before: ending.before?.text,
          after: ending.after?.text))
    } catch {
      log.error("how a request ended cannot be written into the audit log", metadata: ["line": "\(line)", "error": "\(error)"])
    }
  }

  func nameOfSchedule(in definition: String) -> String? { LocalScheduleText.json(definition)?["name"]?.stringValue }

  func auditLog(_ request: AuditLogRequest) async throws(ControlProblem) -> Page<AuditLogItem> {
    let query = AuditLogQuery(
      who: request.who, operation: request.operation, subject: request.subject,
      since: try request.since.map { text throws(ControlProblem) in try instant(text, "since") },
      offset: (request.page - 1) * request.size, limit: request.size)
    do throws(StoreError) {
      let found = try await journal.auditLines(query)
      return Page(index: request.page, maxSize: request.size, total: found.total, items: found.lines.map(AuditLogItem.init))
    } catch {
      throw ControlProblem(.unavailable, "the audit log cannot be read: \(error)")
    }
  }

  // MARK: Keys of requests

  func claim(_ key: WriteKey) async throws(ControlProblem) -> KeptAnswer? {
    let claim: RequestKeyClaim
    do throws(StoreError) {
      claim = try await journal.claimRequestKey(key.stored, at: clock.now())
    } catch {
      throw ControlProblem(.unavailable, "nothing was done, for the Idempotency-Key cannot be written down: \(error)")
    }
    switch claim {
    case .claimed: return nil
    case .answered(let answer): return answer
    case .unanswered:
      throw ControlProblem(
        .conflict,
        "the request with the Idempotency-Key '\(key.key)' is under way, or its end was not seen; 'carillon audit-log' has what it was about"
      )
    case .otherRequest:
      throw ControlProblem(.keyReused, "the Idempotency-Key '\(key.key)' was given to another request; choose a new one")
    }
  }

  func settle(_ key: WriteKey, _ answer: KeptAnswer?) async {
    do throws(StoreError) {
      guard let answer else { return try await journal.releaseRequestKey(key.stored) }
      try await journal.keepAnswer(answer, for: key.stored)
    } catch {
      log.error("the answer to a request cannot be kept for its Idempotency-Key", metadata: ["error": "\(error)"])
    }
  }
}

extension WriteKey {
  /// The digest tells requests apart; nobody gains by finding two that share one.
  private static let namespace = Identifier(high: 0x6361_7269_6c6c_5f6e, low: 0x8000_7265_7175_0001)

  fileprivate var stored: RequestKey {
    RequestKey(who: who, key: key, fingerprint: "\(Identifier.version5(namespace: Self.namespace, name: request))")
  }
}

extension AuditLogItem {
  init(_ line: AuditLogLine) {
    self.init(
      id: line.number, at: line.entry.at.iso8601, who: line.entry.who, role: line.entry.role, from: line.entry.origin,
      operation: line.entry.operation, subject: line.entry.subject, requestID: line.entry.request, status: line.status,
      problem: line.problem, endedAt: line.endedAt?.iso8601)
    asked = line.entry.asked.flatMap(JSONValue.init(text:))
    before = line.entry.before.flatMap(JSONValue.init(text:))
    after = line.after.flatMap(JSONValue.init(text:))
  }
}

extension JSONValue {
  /// In the order of its keys, so that equal values are equal texts; nil for numbers that JSON has none for.
  fileprivate var text: String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
  }

  fileprivate init?(text: String) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else { return nil }
    self = value
  }
}
