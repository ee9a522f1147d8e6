import Foundation
import TestSupport

/// Where a daemon lives: its configuration, its schedule files and its state. Outlives the daemon, for the next one.
struct DaemonPlace: Sendable {
  let directory: ScratchDirectory
  var configurationPath: String { directory.path("carillon.yaml") }

  /// - Parameters:
  ///   - configuration: YAML beside `state_directory` and `schedules`.
  ///   - schedules: schedule files by name, without folder.
  init(_ configuration: String = "", schedules: [String: String] = [:]) throws {
    directory = try ScratchDirectory()
    try directory.write("state_directory: state\nschedules: [schedules]\n\(configuration)\n", to: "carillon.yaml")
    try FileManager.default.createDirectory(atPath: directory.path("schedules"), withIntermediateDirectories: false)
    for (name, text) in schedules { try writeSchedules(text, to: name) }
  }

  func writeSchedules(_ text: String, to name: String) throws {
    try directory.write(text, to: "schedules/\(name)")
  }

  /// Writes a file that its owner alone can read.
  func writeSecret(_ text: String, to name: String) throws {
    try directory.write(text, to: name)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: directory.path(name))
  }

  /// Starts a daemon here, and stops it when `body` has ended, however it ends.
  func withDaemon<Value>(
    environment: [String: String] = [:], isolation: isolated (any Actor)? = #isolation,
    _ body: (DaemonProcess) async throws -> Value
  ) async throws -> Value {
    let daemon = try await DaemonProcess.start(self, environment: environment)
    do {
      let value = try await body(daemon)
      await daemon.stop()
      return value
    } catch {
      await daemon.stop()
      throw FailedBesideDaemon(error: error, log: daemon.log)
    }
  }
}

/// A failure with the last that the daemon has logged.
struct FailedBesideDaemon: Error, CustomStringConvertible {
  let error: any Error
  let log: String

  var description: String {
    "\(error)\nThe daemon's log:\n\(log.split(separator: "\n").suffix(40).joined(separator: "\n"))"
  }
}
