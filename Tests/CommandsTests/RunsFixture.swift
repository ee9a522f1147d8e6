import Commands
import Foundation
import Glibc

/// Command runs in a directory of their own, which goes with the fixture.
final class RunsFixture: Sendable {
  let path: String
  let runs: CommandRuns
  let supervisorPath: String
  private let cgroup: String?

  init(cgroup: String? = nil) throws {
    self.cgroup = cgroup
    path = FileManager.default.temporaryDirectory.path + "/carillon-commands-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard let supervisorPath = CommandRuns.locateSupervisor() else { throw MissingSupervisor() }
    self.supervisorPath = supervisorPath
    runs = CommandRuns(supervisorPath: supervisorPath, runsDirectory: path + "/runs", cgroup: cgroup)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Another daemon over the same directory.
  var nextDaemon: CommandRuns { CommandRuns(supervisorPath: supervisorPath, runsDirectory: path + "/runs", cgroup: cgroup) }

  /// Starts the command as `run` and waits for its end.
  func run(_ specification: CommandSpecification) async throws -> CommandExit {
    try await runs.start("run", specification)
    return try await exit()
  }

  /// A shell script that can be executed.
  /// - Returns: its path.
  func program(_ name: String, _ script: String) throws -> String {
    // Written by another process: a descriptor of ours could get into a child of another test, and "text file busy" it is.
    let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\"; chmod 700 \"$0\""
    try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", write, "\(path)/\(name)", script]).waitUntilExit()
    return "\(path)/\(name)"
  }

  func exit(of name: String = "run") async throws -> CommandExit {
    let state = try await runs.exit(of: name)
    guard case .exited(let exit) = state else { throw UnexpectedState(state: state) }
    return exit
  }

  func supervisor(of name: String = "run") throws -> pid_t {
    let state = try runs.state(of: name)
    guard case .running(let supervisor) = state else { throw UnexpectedState(state: state) }
    return supervisor
  }

  var output: String { runs.outputTail(of: "run", maximumBytes: 1 << 20) }
}

struct MissingSupervisor: Error {}

struct UnexpectedState: Error {
  let state: CommandState
}

extension CommandSpecification {
  static let path = "/usr/local/bin:/usr/bin:/bin"

  /// A shell script with the usual PATH. `$1`, `$2`... are the arguments.
  static func shell(
    _ script: String, _ arguments: String..., timeout: Duration? = nil, grace: Duration = .seconds(30),
    outputLimitBytes: Int = outputLimitBytesDefault, outputFiles: Int = outputFilesDefault
  ) -> CommandSpecification {
    CommandSpecification(
      argv: ["sh", "-c", script, "sh"] + arguments, environment: ["PATH": path], timeout: timeout, grace: grace,
      outputLimitBytes: outputLimitBytes, outputFiles: outputFiles)
  }
}
