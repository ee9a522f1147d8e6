import Commands
import Foundation
import Testing

/// Removing old runs.
@Suite(.timeLimit(.minutes(5)))
struct PruningTests {
  let fixture: RunsFixture

  init() throws { fixture = try RunsFixture() }

  /// Runs that ended 1, 2, 3… hours after the epoch.
  private func end(_ names: String...) async throws {
    for (index, name) in names.enumerated() {
      try await fixture.runs.start(name, .shell("echo \(name)"))
      _ = try await fixture.exit(of: name)
      try setTime(of: "\(name)/exit", hours: index + 1)
    }
  }

  private func setTime(of file: String, hours: Int) throws {
    let date = Date(timeIntervalSince1970: TimeInterval(hours * 3600))
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: "\(fixture.path)/runs/\(file)")
  }

  private func hours(_ hours: Int) -> Int64 { Int64(hours) * 3_600_000_000 }

  private var left: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: fixture.path + "/runs").sorted() }
  }

  @Test func whatEndedBeforeTheInstantIsRemoved() async throws {
    try await end("a", "b", "c")
    let pruning = await fixture.nextDaemon.prune(olderThan: hours(2) + 1, keeping: 100)
    #expect(pruning == CommandPruning(removed: ["a", "b"]))
    #expect(try left == ["c"])
    #expect(try fixture.runs.state(of: "a") == .notStarted)
  }

  @Test func onlyTheNewestAreKept() async throws {
    try await end("d", "c", "b", "a")
    let pruning = await fixture.runs.prune(olderThan: 0, keeping: 2)
    #expect(pruning.removed == ["c", "d"])
    #expect(try left == ["a", "b"])
  }

  @Test func aRunningCommandIsNeverRemoved() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    #expect(await fixture.runs.prune(olderThan: .max, keeping: 0) == CommandPruning())
    _ = try fixture.supervisor()
    try fixture.runs.cancel("run")
    _ = try await fixture.exit()
  }

  @Test func whatSomebodyStillNeedsStays() async throws {
    try await end("a", "b")
    let pruning = await fixture.runs.prune(olderThan: .max, keeping: 0, needed: ["a"])
    #expect(pruning.removed == ["b"])
    #expect(try left == ["a"])
  }

  @Test func aLostRunIsRemovedByTheTimeOfItsStart() async throws {
    try await fixture.runs.start("run", .shell("exec tail -f /dev/null"))
    kill(try fixture.supervisor(), SIGKILL)
    _ = try await fixture.runs.exit(of: "run")
    try setTime(of: "run/started", hours: 1)
    #expect(await fixture.runs.prune(olderThan: hours(1), keeping: 1).removed == [])
    #expect(await fixture.runs.prune(olderThan: hours(1) + 1, keeping: 1).removed == ["run"])
  }

  @Test func aDirectoryWithoutAMarkGoesByItsAgeAlone() async throws {
    try FileManager.default.createDirectory(atPath: fixture.path + "/runs/run", withIntermediateDirectories: true)
    #expect(await fixture.runs.prune(olderThan: 0, keeping: 0).removed == [])
    try setTime(of: "run", hours: 1)
    #expect(await fixture.runs.prune(olderThan: hours(2), keeping: 0).removed == ["run"])
  }

  @Test func whatIsNoRunStays() async throws {
    try await end("a")
    try "".write(toFile: fixture.path + "/runs/notes", atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: fixture.path + "/runs/.hidden", withIntermediateDirectories: true)
    #expect(await fixture.runs.prune(olderThan: .max, keeping: 0) == CommandPruning(removed: ["a"]))
    #expect(try left == [".hidden", "notes"])
  }

  @Test func whatCannotBeRemovedIsToldAndTheOthersGo() async throws {
    try await end("a", "b")
    let foreign = fixture.path + "/runs/a/foreign"
    try FileManager.default.createDirectory(atPath: foreign, withIntermediateDirectories: true)
    let pruning = await fixture.runs.prune(olderThan: .max, keeping: 0)
    #expect(pruning.removed == ["b"])
    #expect(pruning.failures == [.notRemoved(path: foreign, reason: "Is a directory")])
  }

  @Test func withoutARunsDirectoryThereIsNothingToRemove() async {
    #expect(await fixture.runs.prune(olderThan: .max, keeping: 0) == CommandPruning())
  }
}
