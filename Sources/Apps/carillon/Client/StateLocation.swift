import ControlAPI
import ControlMessages
import Foundation
import Glibc
import ScheduleFiles

/// The state directory of a daemon that does not run, for what can be done with its store alone.
struct StateLocation {
  let options: DaemonOptions

  /// - Throws: when nothing names a state directory that is there.
  func resolve() throws -> String {
    let directory = try named()
    guard access(directory, F_OK) == 0 else {
      throw ControlProblem(
        .unavailable, "no daemon answers, and there is no state directory \(directory); name the configuration with --config")
    }
    return directory
  }

  /// The directory, whether or not it is there.
  func named() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let variable = environment[SocketLocation.configurationVariable].flatMap { $0.isEmpty ? nil : $0 }
    if let path = options.config ?? (options.socket == nil ? variable : nil) {
      return try DaemonPlaces(path: path, environment: environment).stateDirectory
    }
    if let socket = options.socket { return try ControlSocketPath(socket).folder }
    if access(SocketLocation.localFolder, F_OK) == 0 { return SocketLocation.localFolder }
    return try DaemonPlaces(path: SocketLocation.machineConfiguration, environment: environment).stateDirectory
  }
}
