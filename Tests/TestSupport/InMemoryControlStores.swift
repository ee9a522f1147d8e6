import CivilTime
import Scheduling
import Seams

/// Local schedules that live as long as this object.
package actor InMemoryLocalSchedules: LocalScheduleStore {
  private var schedules: [Identifier: LocalSchedule] = [:]

  package init() {}

  package func localSchedules() -> [LocalSchedule] { schedules.values.sorted { $0.name < $1.name } }

  package func saveLocalSchedule(_ schedule: LocalSchedule, replacing replaced: Instant?) -> Bool {
    guard schedules[schedule.id]?.updated == replaced else { return false }
    schedules[schedule.id] = schedule
    return true
  }

  package func removeLocalSchedule(_ id: Identifier, updated: Instant) -> Bool {
    guard schedules[id]?.updated == updated else { return false }
    schedules[id] = nil
    return true
  }
}

/// An audit log, and answers to requests, that live as long as this object.
package actor InMemoryJournal: AuditLogStore, RequestKeyStore {
  private struct Key: Hashable {
    let who: String
    let key: String
  }

  private struct Claim {
    let fingerprint: String
    let at: Instant
    var answer: KeptAnswer?
  }

  private var lines: [AuditLogLine] = []
  private var lastNumber: Int64 = 0
  private var claims: [Key: Claim] = [:]

  package init() {}

  package func beginAuditLine(_ entry: AuditLogEntry) -> Int64 {
    lastNumber += 1
    lines.append(AuditLogLine(number: lastNumber, entry: entry, endedAt: nil, status: nil, problem: nil, after: nil))
    return lastNumber
  }

  package func endAuditLine(_ number: Int64, _ ending: AuditLogEnding) {
    guard let index = lines.firstIndex(where: { $0.number == number && $0.status == nil }) else { return }
    lines[index].endedAt = ending.at
    lines[index].status = ending.status
    lines[index].problem = ending.problem
    lines[index].after = ending.after
    if let subject = ending.subject { lines[index].entry.subject = subject }
    if let before = ending.before { lines[index].entry.before = before }
  }

  package func auditLines(_ query: AuditLogQuery) -> AuditLogLines {
    let found = lines.reversed().filter { line in
      let entry = line.entry
      let isOperation = query.operation.map { $0.hasSuffix(".") ? entry.operation.hasPrefix($0) : entry.operation == $0 } ?? true
      return isOperation && query.who.map { $0 == entry.who } ?? true && query.subject.map { $0 == entry.subject } ?? true
        && query.since.map { entry.at >= $0 } ?? true
    }
    return AuditLogLines(lines: Array(found.dropFirst(query.offset).prefix(query.limit)), total: found.count)
  }

  package func pruneAuditLog(before horizon: Instant?, keeping count: Int, batch: Int) -> Int {
    let surplus = Set(lines.dropLast(count).map(\.number))
    let old = lines.filter { line in surplus.contains(line.number) || horizon.map { line.entry.at < $0 } ?? false }
    let doomed = Set(old.prefix(batch).map(\.number))
    lines.removeAll { doomed.contains($0.number) }
    return doomed.count
  }

  package func claimRequestKey(_ key: RequestKey, at now: Instant) -> RequestKeyClaim {
    let place = Key(who: key.who, key: key.key)
    guard let claim = claims[place] else {
      claims[place] = Claim(fingerprint: key.fingerprint, at: now)
      return .claimed
    }
    guard claim.fingerprint == key.fingerprint else { return .otherRequest }
    return claim.answer.map(RequestKeyClaim.answered) ?? .unanswered
  }

  package func keepAnswer(_ answer: KeptAnswer, for key: RequestKey) {
    claims[Key(who: key.who, key: key.key)]?.answer = answer
  }

  package func releaseRequestKey(_ key: RequestKey) {
    let place = Key(who: key.who, key: key.key)
    if claims[place]?.fingerprint == key.fingerprint, claims[place]?.answer == nil { claims[place] = nil }
  }

  package func forgetRequestKeys(before horizon: Instant) -> Int {
    let old = claims.filter { $0.value.at < horizon }.map(\.key)
    for key in old { claims[key] = nil }
    return old.count
  }
}
