import ControlMessages
import Foundation
import Glibc
import ScheduleFiles

/// The control socket of the daemon that a configuration file describes.
///
/// Who only asks the daemon may lack the secrets that its service manager hands to it, and needs none of them.
func controlSocket(ofConfiguration path: String) throws -> ControlSocketPath {
  let environment = ProcessInfo.processInfo.environment
  do throws(ConfigurationError) {
    return try Configuration.load(path: path, environment: environment).socketPath
  } catch {
    let standIn = environment.merging([standInVariable: "not needed"]) { given, _ in given }
    guard let configuration = try? Configuration.load(path: path, environment: standIn) else {
      let socket = ConfigurationRemains(path: path).socket
      throw UntoldSocket(error: error, socket: socket.flatMap { access($0, F_OK) == 0 ? $0 : nil })
    }
    return configuration.socketPath
  }
}

private let standInVariable = "CARILLON_SERVER_API_KEY"
