import CivilTime
import Scheduling
import Seams
import Testing

/// What every `AuditLogStore` and every `RequestKeyStore` promises.
package enum JournalConformance {
  package typealias Journal = AuditLogStore & RequestKeyStore

  private static func entry(
    _ operation: String, _ minutes: Int64 = 0, who: String = "user 1000", subject: String? = nil, before: String? = nil
  ) -> AuditLogEntry {
    AuditLogEntry(
      at: StoreSamples.instant(minutes), who: who, role: "admin", origin: "unix", operation: operation, subject: subject,
      request: "r\(minutes)", asked: #"{"a":1}"#, before: before)
  }

  private static func ending(_ minutes: Int64, _ status: Int = 200) -> AuditLogEnding {
    AuditLogEnding(at: StoreSamples.instant(minutes), status: status)
  }

  private static func operations(_ journal: any Journal, _ query: AuditLogQuery) async throws -> [String] {
    try await journal.auditLines(query).lines.map(\.entry.operation)
  }

  package static let promises = linePromises + questionPromises + pruningPromises + keyPromises

  private static let linePromises: [SeamPromise<any Journal>] = [
    SeamPromise("what is begun is there after a restart, and nobody knows how it ended") { open in
      let begun = entry("schedule.create", subject: "nightly", before: "null")
      let number = try await open().beginAuditLine(begun)
      let lines = try await open().auditLines(AuditLogQuery())
      #expect(lines.total == 1)
      #expect(lines.lines == [AuditLogLine(number: number, entry: begun, endedAt: nil, status: nil, problem: nil, after: nil)])
    },
    SeamPromise("an ending is added to its line; what it leaves out stays") { open in
      let journal = try await open()
      let first = try await journal.beginAuditLine(entry("a", subject: "s", before: "1"))
      let second = try await journal.beginAuditLine(entry("b", subject: "s", before: "1"))
      try await journal.endAuditLine(second, ending(1))
      let full = AuditLogEnding(at: StoreSamples.instant(2), status: 409, problem: "no", subject: "t", before: "2", after: "3")
      try await journal.endAuditLine(first, full)
      let lines = try await open().auditLines(AuditLogQuery()).lines
      #expect(lines.map(\.status) == [200, 409])
      #expect(lines.map(\.entry.subject) == ["s", "t"])
      #expect(lines.map(\.entry.before) == ["1", "2"])
      #expect(lines.map(\.after) == [nil, "3"])
      #expect(lines.map(\.problem) == [nil, "no"])
      #expect(lines.map(\.endedAt) == [StoreSamples.instant(1), StoreSamples.instant(2)])
    },
    SeamPromise("a line ends once, and one that is gone does not matter") { open in
      let journal = try await open()
      let number = try await journal.beginAuditLine(entry("a"))
      try await journal.endAuditLine(number, ending(1))
      try await journal.endAuditLine(number, ending(2, 500))
      try await journal.endAuditLine(number + 7, ending(2))
      #expect(try await journal.auditLines(AuditLogQuery()).lines.map(\.status) == [200])
    },
  ]

  private static let questionPromises: [SeamPromise<any Journal>] = [
    SeamPromise("lines are given newest first, page by page, with their number on all pages") { open in
      let journal = try await open()
      for name in ["a", "b", "c"] { _ = try await journal.beginAuditLine(entry(name)) }
      #expect(try await operations(journal, AuditLogQuery(limit: 2)) == ["c", "b"])
      let rest = try await journal.auditLines(AuditLogQuery(offset: 2, limit: 2))
      #expect(rest.lines.map(\.entry.operation) == ["a"])
      #expect(rest.total == 3)
    },
    SeamPromise("they can be asked for by who, operation, subject and time, all of it together") { open in
      let journal = try await open()
      _ = try await journal.beginAuditLine(entry("schedule.create", 0, subject: "nightly"))
      _ = try await journal.beginAuditLine(entry("schedule.update", 1, who: "key ci", subject: "nightly"))
      _ = try await journal.beginAuditLine(entry("schedules", 2, who: "key ci", subject: "weekly"))
      #expect(try await operations(journal, AuditLogQuery(who: "key ci")) == ["schedules", "schedule.update"])
      #expect(try await operations(journal, AuditLogQuery(operation: "schedule.")) == ["schedule.update", "schedule.create"])
      #expect(try await operations(journal, AuditLogQuery(operation: "schedules")) == ["schedules"])
      #expect(try await operations(journal, AuditLogQuery(operation: "schedule")) == [])
      #expect(try await operations(journal, AuditLogQuery(subject: "nightly")) == ["schedule.update", "schedule.create"])
      #expect(try await operations(journal, AuditLogQuery(since: StoreSamples.instant(1))) == ["schedules", "schedule.update"])
      let all = AuditLogQuery(who: "key ci", operation: "schedule.", subject: "nightly", since: StoreSamples.instant(1))
      let found = try await journal.auditLines(all)
      #expect(found.lines.map(\.entry.operation) == ["schedule.update"])
      #expect(found.total == 1)
    },
  ]

  private static let pruningPromises: [SeamPromise<any Journal>] = [
    SeamPromise("old lines and surplus ones go, oldest first, a batch at a time; numbers are not used again") { open in
      let journal = try await open()
      for minute in 0..<6 { _ = try await journal.beginAuditLine(entry("\(minute)", Int64(minute))) }
      #expect(try await journal.pruneAuditLog(before: nil, keeping: 6, batch: 10) == 0)
      #expect(try await journal.pruneAuditLog(before: StoreSamples.instant(3), keeping: 100, batch: 2) == 2)
      #expect(try await operations(journal, AuditLogQuery()) == ["5", "4", "3", "2"])
      #expect(try await journal.pruneAuditLog(before: nil, keeping: 1, batch: 10) == 3)
      #expect(try await operations(journal, AuditLogQuery()) == ["5"])
      #expect(try await journal.pruneAuditLog(before: .distantFuture, keeping: 1, batch: 10) == 1)
      #expect(try await open().beginAuditLine(entry("6")) == 7)
    }
  ]

  private static let key = RequestKey(who: "key ci", key: "k", fingerprint: "f")
  private static let answer = KeptAnswer(status: 201, location: "/x", etag: "\"1\"", body: #"{"name":"🔔"}"#)

  private static let keyPromises: [SeamPromise<any Journal>] = [
    SeamPromise("a key is claimed once, and its answer is kept over a restart") { open in
      let journal = try await open()
      #expect(try await journal.claimRequestKey(key, at: StoreSamples.instant(0)) == .claimed)
      #expect(try await open().claimRequestKey(key, at: StoreSamples.instant(1)) == .unanswered)
      try await journal.keepAnswer(answer, for: key)
      #expect(try await open().claimRequestKey(key, at: StoreSamples.instant(1)) == .answered(answer))
    },
    SeamPromise("another request does not get the answer, another caller has keys of their own") { open in
      let journal = try await open()
      _ = try await journal.claimRequestKey(key, at: StoreSamples.instant(0))
      try await journal.keepAnswer(answer, for: key)
      let other = RequestKey(who: key.who, key: key.key, fingerprint: "g")
      #expect(try await journal.claimRequestKey(other, at: StoreSamples.instant(0)) == .otherRequest)
      try await journal.releaseRequestKey(other)
      #expect(try await journal.claimRequestKey(key, at: StoreSamples.instant(0)) == .answered(answer))
      let stranger = RequestKey(who: "key cd", key: key.key, fingerprint: "f")
      #expect(try await journal.claimRequestKey(stranger, at: StoreSamples.instant(0)) == .claimed)
    },
    SeamPromise("a key that is given back is free; one that is old is forgotten") { open in
      let journal = try await open()
      _ = try await journal.claimRequestKey(key, at: StoreSamples.instant(0))
      try await journal.releaseRequestKey(key)
      #expect(try await journal.claimRequestKey(key, at: StoreSamples.instant(1)) == .claimed)
      try await journal.keepAnswer(answer, for: key)
      try await journal.releaseRequestKey(key)
      #expect(try await journal.forgetRequestKeys(before: StoreSamples.instant(1)) == 0)
      #expect(try await journal.claimRequestKey(key, at: StoreSamples.instant(1)) == .answered(answer))
      #expect(try await journal.forgetRequestKeys(before: StoreSamples.instant(2)) == 1)
      #expect(try await journal.claimRequestKey(key, at: StoreSamples.instant(2)) == .claimed)
    },
  ]
}
