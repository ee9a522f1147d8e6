import ArgumentParser
import Foundation
import Glibc
import ScheduleFiles
import Seams

/// Runs the daemon until SIGTERM or SIGINT.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the daemon.",
    discussion: """
      With --config it does what the file says. Without one it needs no server and no file: it fires the schedules of \
      --schedules, keeps its state in --state, and tells on standard output what becomes of each fire.

      Example: carillon serve --config /etc/carillon/carillon.yaml
      Example: carillon serve --schedules schedules/demo
      """)

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"), completion: .yamlFiles)
  var config: String?

  @Option(help: ArgumentHelp("Without --config: schedule files, folders or patterns.", valueName: "path"))
  var schedules: [String] = []

  @Option(help: ArgumentHelp("Without --config: the folder for its state.", valueName: "folder"))
  var state = ".carillon"

  func validate() throws {
    if config != nil, !schedules.isEmpty {
      throw ValidationError("--config and --schedules exclude each other: name the schedules in the file")
    }
    if config == nil, schedules.isEmpty, environmentConfig == nil {
      throw ValidationError("give --config FILE, or --schedules PATH to run without a configuration")
    }
    guard isEmbedded else { return }
    if state.isEmpty { throw ValidationError("--state is empty: name a folder, or leave it out for .carillon") }
    // Who types a path means one that is there; of those in a configuration the daemon tells while it runs.
    for path in schedules where !path.contains(where: { "*?".contains($0) }) && access(path, F_OK) != 0 {
      throw ValidationError("--schedules \(path): \(String(cString: strerror(errno)))")
    }
  }

  func run() async throws {
    do {
      let configuration = try loadConfiguration()
      try await Daemon(configuration: configuration, narrates: isEmbedded).run()
    } catch let error as any CustomStringConvertible & Error where Self.isPlain(error) {
      writeError("carillon: \(error.description)\n")
      throw ExitStatus.failed
    }
  }

  private var environmentConfig: String? { ProcessInfo.processInfo.environment["CARILLON_CONFIG"] }
  private var isEmbedded: Bool { config == nil && !schedules.isEmpty }

  private func loadConfiguration() throws -> Configuration {
    if isEmbedded { return try .embedded(directory: state, schedules: schedules) }
    return try .load(path: config ?? environmentConfig ?? "", environment: ProcessInfo.processInfo.environment)
  }

  /// Errors whose description is the sentence for the operator.
  private static func isPlain(_ error: any Error) -> Bool {
    error is ConfigurationError || error is StoreError || error is DaemonError
  }
}
