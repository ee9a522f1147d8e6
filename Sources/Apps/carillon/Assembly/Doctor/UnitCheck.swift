import Foundation
import Glibc
import Systemd

/// The unit by which systemd starts the daemon.
struct UnitCheck {
  /// Of the daemon that is looked at.
  let configuration: String?
  /// Where systemd looks, first found first used.
  var folders = UnitFiles.ofTheSystem
  var runsSystemd = FileState("/run/systemd/system") != nil
  var home = ProcessInfo.processInfo.environment["HOME"]

  var findings: [Finding] {
    guard runsSystemd else {
      return [.warn(.unit, "systemd does not run here", do: "see to it that something starts the daemon, and again when it ends")]
    }
    if let found = look(in: folders) { return found }
    if let home, let found = look(in: ["\(home)/.config/systemd/user"]) { return found + [linger] }
    return [
      .warn(
        .unit, "there is no \(packaged.name): nothing starts the daemon when the machine starts",
        do: "install systemd/\(packaged.file) of Carillon")
    ]
  }

  /// The one that should read this configuration.
  private var packaged: DaemonUnit { configuration.flatMap(DaemonUnit.init(reading:)) ?? DaemonUnit() }

  /// Nil when there is no such unit.
  private func look(in folders: [String]) -> [Finding]? {
    let files = UnitFiles(folders: folders)
    let daemon = reads(DaemonUnit(), files) ? DaemonUnit() : packaged
    guard let path = files.path(of: daemon.name) else { return nil }
    guard access(path, R_OK) == 0 else { return [.warn(.unit, "\(path): \(String(cString: strerror(errno)))", do: "run this as root")] }
    return look(at: UnitFile(files.texts(of: daemon.name) ?? []), of: daemon, path)
  }

  /// The unit of the daemon without a name may have been changed to read what an instance would.
  private func reads(_ daemon: DaemonUnit, _ files: UnitFiles) -> Bool {
    guard let theirs = files.texts(of: daemon.name).flatMap({ UnitFile($0).configuration }), let ours = configuration else { return false }
    return DaemonUnit.absolute(theirs) == DaemonUnit.absolute(ours)
  }

  private func look(at unit: UnitFile, of daemon: DaemonUnit, _ path: String) -> [Finding] {
    var findings = unit.differences.map {
      Finding.warn(.unit, "\(path): \($0.sentence)", do: "\($0.advice), as the unit that comes with Carillon does")
    }
    if let program = unit.program, ProgramSearch.find(program, in: "/usr/local/bin:/usr/bin:/bin") == nil {
      findings.append(.fail(.unit, "\(path) starts \(program), which cannot be started", do: "install it there, or mend ExecStart"))
    }
    let theirs = unit.configuration.map(daemon.expanded)
    if let theirs, let ours = configuration, DaemonUnit.absolute(theirs) != DaemonUnit.absolute(ours) {
      findings.append(.warn(.unit, "\(path) uses \(theirs), and this looked at \(ours)", do: "carillon doctor --config \(theirs)"))
    }
    return findings.isEmpty ? [.ok(.unit, path)] : findings
  }

  /// Units of a user end with the user's last session, unless that is said otherwise.
  private var linger: Finding {
    let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? ""
    if FileState("/var/lib/systemd/linger/\(user)") != nil { return .ok(.unit, "it goes on when \(user) has logged out") }
    return .warn(.unit, "it ends when \(user) logs out", do: "loginctl enable-linger \(user)")
  }
}
