import ControlMessages
import Foundation
import Glibc
import ScheduleFiles

/// The control socket of the daemon that a configuration file describes.
///
/// Who only asks the daemon may lack the secrets that its service manager hands to it, and needs none of them.
func controlSocket(ofConfiguration path: String) throws -> ControlSocketPath {
  do throws(ConfigurationError) {
    return try DaemonPlaces(path: path, environment: ProcessInfo.processInfo.environment).socketPath
  } catch {
    let socket = ConfigurationRemains(path: path).socket
    throw UntoldSocket(error: error, socket: socket.flatMap { access($0, F_OK) == 0 ? $0 : nil })
  }
}
