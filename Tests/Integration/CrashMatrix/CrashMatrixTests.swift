import Foundation
import TestSupport
import Testing

/// The daemon is killed again and again at one point of its work, by itself and in the middle of a step; then it is left
/// alone. Every due instant of the whole time has run, none twice, and the ledger says so.
@Suite("Crash matrix", .timeLimit(.minutes(60)))
struct CrashMatrixTests {
  @Test(arguments: CrashLabel.all) func afterDyingAtOnePointAgainAndAgain(_ label: CrashLabel) async throws {
    let crash = try CrashPlace(label)
    // A life without a fault, so that there are schedules to answer for.
    try await crash.place.withDaemon { daemon in
      for name in crash.names { try await daemon.waitForState("armed", of: name) }
    }
    for life in 0..<CrashLabel.repeats { try await crash.die(at: label.fault(life: life), label.approach) }
    let died = Moment.text(Date())

    let rows = try await crash.place.withDaemon { daemon in try await settledRows(of: crash, daemon, through: died) }
    for name in crash.names {
      try expectEachInstantOnce(try #require(rows[name]), every: 1)
      #expect(rows[name]?.allSatisfy { $0.outcome == "succeeded" } == true, "\(name): \(outcomes(rows[name] ?? []))")
    }
    try expectOneRunEach(crash, rows)
    let audit = try await crash.verify()
    #expect(audit.faults.isEmpty)
    #expect(audit.instants >= rows.values.map(\.count).reduce(0, +))
  }

  /// The schedules' rows up to `instant`, when all of them are final.
  private func settledRows(of crash: CrashPlace, _ daemon: DaemonProcess, through instant: String) async throws -> [String: [RunLine]] {
    var settled: [String: [RunLine]] = [:]
    for name in crash.names {
      let id = try #require(try await daemon.schedule(name)).id
      settled[name] = try await eventually("\(name) is settled", within: .seconds(300)) {
        try await daemon.runs(id).filter { $0.due <= instant }.sorted { $0.due < $1.due }
      } until: { rows in
        rows.allSatisfy(\.isFinal) && (rows.last?.dueLast ?? "") >= instant
      }
    }
    try await eventually("everything is reported") {
      try await daemon.status().reportsWaiting
    } until: {
      $0 == 0
    }
    return settled
  }

  private func outcomes(_ rows: [RunLine]) -> [String: Int] { Dictionary(grouping: rows, by: \.outcome).mapValues(\.count) }

  /// A request may come twice, always under the fire's one key; a command is started once for each attempt.
  private func expectOneRunEach(_ crash: CrashPlace, _ rows: [String: [RunLine]]) throws {
    let calls = Dictionary(grouping: crash.target.requests("/call"), by: { $0.header("X-Carillon-Due") ?? "" })
    for row in try #require(rows["call"]) {
      let keys = Set((calls[row.due] ?? []).compactMap { $0.header("Idempotency-Key") })
      #expect(keys == [row.fireId], "the identities sent for \(row.due)")
    }
    let (work, again) = (Counts(crash.starts("work")), Counts(crash.starts("again")))
    for row in try #require(rows["work"]) { #expect(work["\(row.fireId) 1"] == 1, "starts for \(row.due)") }
    for row in try #require(rows["again"]) {
      #expect(row.attempt == 2)
      #expect((again["\(row.fireId) 1"], again["\(row.fireId) 2"]) == (1, 1), "starts of both attempts for \(row.due)")
    }
    guard let server = crash.server else { return }
    let (runs, reports) = (Counts(server.runs), server.reports)
    for row in try #require(rows["train"]) {
      #expect(runs[row.runName ?? ""] == 1, "runs for \(row.due)")
      #expect(reports.contains(row.runId ?? "no run"), "the report for \(row.due)")
    }
  }
}

/// How often each line is there.
private struct Counts {
  private let counts: [String: Int]

  init(_ lines: [String]) { counts = Dictionary(lines.map { ($0, 1) }, uniquingKeysWith: +) }

  subscript(_ line: String) -> Int { counts[line] ?? 0 }
}
