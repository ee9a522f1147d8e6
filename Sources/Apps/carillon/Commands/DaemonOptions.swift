import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages
import Foundation
import Glibc

/// The options of every command that asks a daemon.
struct DaemonOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The daemon's configuration file.", valueName: "file"), completion: .yamlFiles)
  var config: String?

  @Option(help: ArgumentHelp("The daemon's Unix socket.", valueName: "path"), completion: .file())
  var socket: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  /// The daemon that the options, the environment or the usual places name.
  func operations() throws -> any ControlOperations {
    CommandParts.client(of: try location.resolve())
  }

  /// The same daemon, asked about who may ask it.
  func accessOperations() throws -> any AccessOperations {
    CommandParts.client(of: try location.resolve())
  }

  /// True when nobody listens where a daemon would: it does not run, which is something else than not answering.
  var isWithoutDaemon: Bool {
    guard let socket = try? location.resolve() else { return true }
    switch SocketProbe(socket) {
    case .absent, .stale: return true
    case .listening, .notASocket, .unknown: return false
    }
  }

  /// Prints what was answered: for a program with `--json`, otherwise for a person.
  func show(_ answer: some Encodable, text: (Moments) -> String) throws {
    writeOutput(json ? try jsonText(answer) : text(.fromMachineClock()))
  }

  private var location: SocketLocation {
    SocketLocation(
      socket: socket, configuration: config, environment: ProcessInfo.processInfo.environment,
      fileExists: { access($0, F_OK) == 0 }, socketOfConfiguration: controlSocket(ofConfiguration:))
  }
}
