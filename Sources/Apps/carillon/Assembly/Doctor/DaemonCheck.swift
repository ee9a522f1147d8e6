import ControlAPI
import ControlMessages
import Glibc

/// The daemon itself, as far as one runs.
struct DaemonCheck {
  /// Nil when nothing says where it would be.
  let socket: ControlSocketPath?
  let configuration: String?

  func findings() async -> (isListening: Bool, findings: [Finding]) {
    guard let socket else { return (false, []) }
    let start = "carillon serve\(configuration.map { " --config \($0)" } ?? "")"
    switch SocketProbe(socket) {
    case .absent: return (false, [.warn(.daemon, "none runs: there is no \(socket)", do: start)])
    case .stale: return (false, [.warn(.daemon, "none runs: the one of \(socket) has ended", do: start)])
    case .notASocket: return (false, [.fail(.daemon, "\(socket) is no socket", do: "move it away, or set another listen")])
    case .unknown(EACCES): return (true, [.warn(.daemon, "\(socket) is not yours to open", do: "run this as the daemon's user or as root")])
    case .unknown(let number): return (false, [.fail(.daemon, "\(socket): \(String(cString: strerror(number)))", do: start)])
    case .listening: return (true, await asked(socket))
    }
  }

  private func asked(_ socket: ControlSocketPath) async -> [Finding] {
    let status: StatusMessage
    do throws(ControlProblem) {
      status = try await CommandParts.client(of: socket).status()
    } catch {
      return [.fail(.daemon, error.message, do: "look into its log; systemd's watchdog restarts one that hangs")]
    }
    var findings = status.problems.map { problem in
      status.healthReasons.contains(problem)
        ? Finding.fail(.daemon, problem, do: "carillon status") : Finding.warn(.daemon, problem, do: "carillon status")
    }
    findings += status.attention.map { Finding.warn(.daemon, $0, do: "carillon status") }
    if status.version != CarillonVersion.current {
      findings.append(
        .warn(.daemon, "it is Carillon \(status.version), and this is \(CarillonVersion.current)", do: "restart it after an upgrade"))
    }
    if status.health == .red, !findings.contains(where: { $0.level == .fail }) {
      findings.append(.fail(.daemon, "its health is red", do: "carillon status"))
    }
    return findings.isEmpty ? [.ok(.daemon, "runs, process \(status.processID), and all is well")] : findings
  }
}
