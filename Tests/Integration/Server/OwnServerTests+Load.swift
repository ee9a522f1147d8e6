import Foundation
import Glibc
import TestSupport
import Testing

extension OwnServerTests {
  /// Bounds for a debug build on a busy machine; the figures that count are printed, and are those of a release build.
  private static let processorShareLimit = 0.05
  private static let memoryLimit = 128 << 20

  @Test func withAThousandSchedulesIsReadInOnePassAndThenCostsNothing() async throws {
    let pipeline = try #require(server.facts.pipelines["training"])
    try await load("insert", "1000", server.facts.projectId, pipeline)
    let place = try DaemonPlace("server: {url: \"\(server.facts.url)\", api_key_file: key}")
    try place.writeSecret(server.facts.apiKey, to: "key")
    try await place.withDaemon { daemon in
      let begun = Date()
      let sync = try await eventually("everything is read") {
        try await daemon.status().sync
      } until: {
        $0?.lastSuccess != nil
      }
      #expect((sync?.schedules ?? 0) >= 1_000)
      let read = Date().timeIntervalSince(begun)
      #expect(try await daemon.status().schedules["armed"] ?? 0 >= 1_000)

      let before = try Usage(of: daemon.id)
      let idleSince = Date()
      try await eventually("it has been idle for a while") {
        Date()
      } until: {
        $0 > idleSince.addingTimeInterval(15)
      }
      let after = try Usage(of: daemon.id)
      let share = (after.processorSeconds - before.processorSeconds) / Date().timeIntervalSince(idleSince)
      print("1000 schedules: read in \(read) s; idle: \(share * 100) % of a core, RSS \(after.memory >> 20) MiB")
      #expect(share < Self.processorShareLimit)
      #expect(after.memory < Self.memoryLimit)
    }
    try await load("remove")
  }

  private func load(_ arguments: String...) async throws {
    let script = "\(BuiltProgram.package)/Tests/Fixtures/zenml-load/zenml_load.py"
    let run = try ProgramRun(ZenMLFixture.python, [script, fixture.database] + arguments)
    guard await run.status == 0 else { throw UnexpectedAnswer(description: run.errors) }
  }
}

/// What a process has used so far. Source: proc(5).
private struct Usage {
  let processorSeconds: Double
  /// Resident, in bytes.
  let memory: Int

  init(of process: pid_t) throws {
    let stat = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    let fields = try #require(stat.split(separator: ")").last).split(separator: " ")
    // Behind the name: the state is field 3, utime and stime are 14 and 15, rss (in pages) is 24.
    let ticks = try #require(Double(fields[11])) + #require(Double(fields[12]))
    processorSeconds = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    memory = try #require(Int(fields[21])) * sysconf(Int32(_SC_PAGESIZE))
  }
}
