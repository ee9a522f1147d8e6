import CivilTime
import CronOracle
import Foundation

/// Every zone, fifty expressions, against the scanner.
struct ZonesCommand {
  let slice: (part: Int, of: Int)

  private static let firstSecond = seconds("2015-01-01")
  private static let end = seconds("2038-01-01")
  /// A leap year, among those in which the most zones have changed their rules.
  private static let fullYear = seconds("2016-01-01")..<seconds("2017-01-01")
  /// The scanner looks at some days before its windows.
  private static let clockSpan = firstSecond - 8 * 86_400...end + 8 * 86_400
  private static let shownProblems = 10

  private static func seconds(_ day: String) -> Int64 {
    guard let instant = try? Instant(iso8601: day) else { preconditionFailure("'\(day)' is not a date") }
    return instant.secondsSinceEpoch
  }

  /// - Returns: true when the library and the scanner agree on everything.
  func run() async -> Bool {
    let start = ContinuousClock.now
    let all = HostZones.files()
    let files = all.enumerated().filter { $0.offset % slice.of == slice.part - 1 }.map(\.element)
    CronCheck.report("cron-check zones: reading the clocks of \(files.count) of \(all.count) zones")
    let jobs = files.map { ZoneJob(name: $0.name, bytes: $0.bytes, clock: HostZones.clock($0.name, over: Self.clockSpan)) }
    let total = await checkAll(jobs)
    for problem in total.problems.prefix(Self.shownProblems) { CronCheck.report(problem) }
    print(
      """
      zones: \(jobs.count) zones, \(total.changes) clock changes, \(ZoneExpressions.all.count) expressions, \(total.minutes) minutes scanned, \
      \(total.fires) fires compared, \(total.problems.count) disagreements, \((ContinuousClock.now - start).formatted(.time(pattern: .minuteSecond)))
      """)
    return total.problems.isEmpty && total.fires > 0
  }

  private func checkAll(_ jobs: [ZoneJob]) async -> ZoneCount {
    await withTaskGroup { group in
      var waiting = jobs[...]
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
        if let job = waiting.popFirst() { group.addTask { Self.check(job) } }
      }
      var total = ZoneCount()
      var done = 0
      for await count in group {
        total += count
        done += 1
        if done % 50 == 0 { CronCheck.report("cron-check zones: \(done) of \(jobs.count), \(total.problems.count) disagreements") }
        if let job = waiting.popFirst() { group.addTask { Self.check(job) } }
      }
      return total
    }
  }

  private static func check(_ job: ZoneJob) -> ZoneCount {
    do {
      let zone = try ZoneRules(name: job.name, tzif: job.bytes)
      var comparison = try FireComparison(ZoneExpressions.all, in: zone, clock: job.clock)
      let changes = job.clock.changes.filter { firstSecond..<end ~= $0 }
      var problems = comparison.disagreements(in: fullYear, isThorough: false)
      for change in changes {
        let middle = change / 60 * 60
        problems += comparison.disagreements(in: middle - 86_400..<middle + 86_400, isThorough: true)
      }
      return ZoneCount(
        fires: comparison.fireCount, minutes: comparison.minuteCount, changes: changes.count, problems: problems.map(\.description))
    } catch {
      return ZoneCount(problems: ["\(job.name): \(error)"])
    }
  }
}

/// A zone to check.
private struct ZoneJob: Sendable {
  let name: String
  let bytes: [UInt8]
  let clock: WallClock
}

/// What was done, and what came of it.
private struct ZoneCount: Sendable {
  var fires = 0
  var minutes = 0
  var changes = 0
  var problems: [String] = []

  static func += (total: inout ZoneCount, part: ZoneCount) {
    total.fires += part.fires
    total.minutes += part.minutes
    total.changes += part.changes
    total.problems += part.problems
  }
}
