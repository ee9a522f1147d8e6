import Foundation
import TestSupport

/// A program that runs beside the test, its output in files, so that a full pipe never holds it back. It ends with the
/// test process at the latest.
final class ProgramRun: Sendable {
  private let process: ChildProcess
  private let outputs: ScratchDirectory

  /// - Parameter environment: added to the test's own, which holds nothing of Carillon's or ZenML's.
  init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
    outputs = try ScratchDirectory()
    process = try ChildProcess(
      [program] + arguments, environment: Self.environment.merging(environment) { _, own in own },
      output: outputs.path("out"), errors: outputs.path("err"))
  }

  private static let environment = ProcessInfo.processInfo.environment.filter { name, _ in
    !["CARILLON_", "ZENML_", "NOTIFY_", "STATE_DIRECTORY", "NO_COLOR", "CLICOLOR"].contains { name.hasPrefix($0) }
  }

  var id: pid_t { process.id }
  var isRunning: Bool { process.end == nil }
  /// Nil while it runs.
  var ended: ContinuousClock.Instant? { process.ended }
  var output: String { outputs.read("out") ?? "" }
  var errors: String { outputs.read("err") ?? "" }

  /// Its exit status; a signal that ended it, negative.
  var status: Int32 {
    get async { await process.status }
  }

  func send(_ signal: Int32) { process.send(signal) }
}
