import ControlAPI
import ControlMessages
import Glibc
import Seams

extension ControlProblem {
  /// Nobody answered: what was tried, on which socket, what came back, what to do.
  static func unreachable(
    _ socket: ControlSocketPath, trying request: String, _ error: HTTPTransportError
  ) -> ControlProblem {
    ControlProblem(.unavailable, "\(request) on \(socket): \(explanation(of: socket, trying: request, error))")
  }

  private static func explanation(of socket: ControlSocketPath, trying request: String, _ error: HTTPTransportError) -> String {
    let isStatus = request.hasSuffix(ControlPaths.status)
    guard error.kind == .connect else {
      if isStatus, case .timedOut = error.kind { return silence(of: socket, error) }
      return "\(error.detail); \(isStatus ? "try again" : "carillon status shows whether the daemon answers")"
    }
    return switch SocketProbe(socket) {
    case .absent: "no daemon is running there (no such file); \(advice)"
    case .stale: "no daemon is running there (the one that made the file has ended); \(advice)"
    case .notASocket: "the file is not a socket; \(advice)"
    case .unknown(EACCES): "not allowed; run the command as the daemon's user or as root"
    case .unknown(let errno): String(cString: strerror(errno))
    case .listening where isStatus: silence(of: socket, error)
    case .listening: "the daemon does not take the connection (\(error.detail)); try again"
    }
  }

  /// Who asks how the daemon is cannot be told to ask how it is.
  private static func silence(of socket: ControlSocketPath, _ error: HTTPTransportError) -> String {
    "\(error.detail): the daemon listens there and does not answer; \(SilentDaemon(of: socket).advice)"
  }

  private static let advice = "start one with carillon serve, or name its socket with --socket or --config"
}
