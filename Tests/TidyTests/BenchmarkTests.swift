import Foundation
import Testing

/// What the benchmarks say when there is nothing to measure.
struct BenchmarkTests {
  @Test func aScenarioThatFailsIsALineOfTheTableAndTheStatusIsOne() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (daemon, broken, output) = (folder.appending(path: "carillon"), folder.appending(path: "broken"), folder.appending(path: "output"))
    try ProgramRun.write("echo 'the disk is away' >&2; exit 3\n", to: daemon)
    try ProgramRun.write("exit 4\n", to: broken)
    let programs = ["engine-bench", "store-bench", "go-peer"].flatMap { ["--\($0)", broken.path] }
    let status = try await ProgramRun.status(
      of: URL(filePath: "/usr/bin/env"),
      ["python3", "-B", "Benchmarks/engine", "wheel", "many", "store", "--folder", folder.path, "--carillon", daemon.path] + programs,
      output: output)
    let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("wheel: could not be measured: ") && $0.contains("status 4") })
    // The daemon's last words are all that is left of its log.
    let many = try #require(lines.firstIndex { $0.hasPrefix("many: could not be measured: ") && $0.contains("ended with 3") })
    #expect(lines[many + 1] == "the disk is away")
    #expect(lines.contains { $0.hasPrefix("store: could not be measured: ") })
    #expect(status == 1)
  }
}
