import ControlMessages
import Glibc

/// A daemon that listens and does not answer: who it is, as far as the system tells, and what to do about it.
struct SilentDaemon {
  /// Nil when the state directory does not tell, or is not ours to read.
  var processID: Int32?
  /// It was stopped by a signal, or by a debugger.
  var isStopped = false
  /// The systemd unit that it runs in; nil when it does not, or that is not known.
  var unit: Unit?

  struct Unit: Equatable {
    let name: String
    /// Of a user's own systemd.
    let isUsers: Bool

    /// - Parameter membership: `/proc/<pid>/cgroup`; units of other names are of what started it.
    init?(membership: String) {
      let parts = membership.split { $0 == "/" || $0 == "\n" }
      guard let name = parts.last(where: { $0.hasSuffix(".service") && $0.contains("carillon") }) else { return nil }
      self.name = String(name)
      isUsers = parts.contains { $0.hasPrefix("user@") }
    }
  }

  var advice: String {
    if let unit {
      let user = unit.isUsers ? " --user" : ""
      let words = "systemctl\(user) status \(unit.name) and journalctl\(user) -u \(unit.name) -e tell more"
      return isStopped ? "\(stopped); \(words)" : "\(words); systemd's watchdog restarts one that hangs"
    }
    guard let processID else { return "systemctl status carillon and journalctl -u carillon -e tell more, where systemd runs it" }
    return isStopped ? stopped : "it is process \(processID): look into its log; when it hangs, end it and start it again"
  }

  private var stopped: String { "it is process \(processID ?? 0), which is stopped: kill -CONT \(processID ?? 0) lets it go on" }
}

extension SilentDaemon {
  /// The one that listens on `socket`, as the lock of the state directory beside it names it.
  init(of socket: ControlSocketPath) {
    self.init()
    guard let lock = Self.text(of: "\(socket.folder)/lock"), let owner = Int32(lock.prefix { $0 != "\n" }),
      let state = Self.text(of: "/proc/\(owner)/stat")
    else { return }
    processID = owner
    // The name stands in parentheses, and may hold some itself.
    let rest = state.lastIndex(of: ")").map { state[state.index(after: $0)...].drop { $0 == " " } } ?? ""
    isStopped = ["T", "t"].contains(rest.first)
    unit = Self.text(of: "/proc/\(owner)/cgroup").flatMap(Unit.init(membership:))
  }

  /// The beginning of a small file; nil when it cannot be read.
  private static func text(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
