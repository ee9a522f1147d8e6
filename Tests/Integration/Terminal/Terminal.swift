import Foundation
import TestSupport

/// Runs a command line on a terminal of its own, as script(1) makes it.
enum Terminal {
  /// - Parameters:
  ///   - line: for /bin/sh; `carillon` is the program that is tested.
  ///   - typed: what the person types, ahead.
  static func run(_ line: String, columns: Int = 100, typed: String = "", environment: [String: String] = [:]) async throws -> CommandResult
  {
    let folder = try ScratchDirectory()
    try folder.write("stty cols \(columns) rows 40\ncarillon() { '\(BuiltProgram.carillon)' \"$@\"; }\n\(line)\n", to: "line.sh")
    try folder.write(typed, to: "typed")
    let script = "script -qec '/bin/sh \(folder.path("line.sh"))' /dev/null < '\(folder.path("typed"))'"
    let run = try ProgramRun("/bin/sh", ["-c", script], environment: ["TERM": "xterm"].merging(environment) { _, own in own })
    let status = await run.status
    return CommandResult(arguments: [line], status: status, output: run.output.replacing("\r\n", with: "\n"), errors: run.errors)
  }
}
