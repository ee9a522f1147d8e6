import ControlMessages
import Foundation
import Glibc
import ScheduleFiles

/// The configuration that names the servers, for commands that need no daemon: `--config`, `$CARILLON_CONFIG`,
/// `./carillon.yaml`, `/etc/carillon/carillon.yaml`.
struct ServerLocation {
  /// From `--config`.
  var config: String?

  func configuration() throws -> Configuration {
    let environment = ProcessInfo.processInfo.environment
    let variable = environment[SocketLocation.configurationVariable].flatMap { $0.isEmpty ? nil : $0 }
    let usual = ["carillon.yaml", SocketLocation.machineConfiguration].first { (path: String) in access(path, F_OK) == 0 }
    guard let path = config ?? variable ?? usual else {
      throw ControlProblem(
        .badRequest, "nothing says which server: name a configuration with --config or \(SocketLocation.configurationVariable)")
    }
    return try Configuration.load(path: path, environment: environment)
  }
}
