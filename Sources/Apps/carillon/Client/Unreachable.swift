import ControlAPI
import ControlMessages
import Glibc
import Seams

extension ControlProblem {
  /// Nobody answered: what was tried, on which socket, what came back, what to do.
  static func unreachable(
    _ socket: ControlSocketPath, trying request: String, _ error: HTTPTransportError
  ) -> ControlProblem {
    ControlProblem(.unavailable, "\(request) on \(socket): \(explanation(of: socket, error))")
  }

  private static func explanation(of socket: ControlSocketPath, _ error: HTTPTransportError) -> String {
    guard error.kind == .connect else { return "\(error.detail); carillon status shows whether the daemon answers" }
    return switch SocketProbe(socket) {
    case .absent: "no daemon is running there (no such file); \(advice)"
    case .stale: "no daemon is running there (the one that made the file has ended); \(advice)"
    case .notASocket: "the file is not a socket; \(advice)"
    case .unknown(EACCES): "not allowed; run the command as the daemon's user or as root"
    case .unknown(let errno): String(cString: strerror(errno))
    case .listening: "the daemon does not take the connection (\(error.detail)); try again"
    }
  }

  private static let advice = "start one with carillon serve, or name its socket with --socket or --config"
}
