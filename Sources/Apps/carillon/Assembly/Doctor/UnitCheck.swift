import Foundation
import Glibc

/// The unit by which systemd starts the daemon.
struct UnitCheck {
  /// Of the daemon that is looked at.
  let configuration: String?
  /// Where systemd looks, first found first used. Source: systemd.unit(5).
  var folders = [
    "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
  ]
  var runsSystemd = FileState("/run/systemd/system") != nil
  var home = ProcessInfo.processInfo.environment["HOME"]

  private static let name = "carillon.service"

  var findings: [Finding] {
    guard runsSystemd else {
      return [.warn(.unit, "systemd does not run here", do: "see to it that something starts the daemon, and again when it ends")]
    }
    if let path = folders.map({ "\($0)/\(Self.name)" }).first(where: { FileState($0) != nil }) { return look(at: path) }
    if let path = home.map({ "\($0)/.config/systemd/user/\(Self.name)" }), FileState(path) != nil { return look(at: path) + [linger] }
    return [
      .warn(
        .unit, "there is no \(Self.name): nothing starts the daemon when the machine starts",
        do: "install systemd/carillon.service of Carillon")
    ]
  }

  private func look(at path: String) -> [Finding] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      return [.warn(.unit, "\(path): \(String(cString: strerror(errno)))", do: "run this as root")]
    }
    let unit = UnitFile([text] + dropIns)
    var findings = unit.differences.map {
      Finding.warn(.unit, "\(path): \($0.sentence)", do: "\($0.advice), as the unit that comes with Carillon does")
    }
    if let program = unit.program, ProgramSearch.find(program, in: "/usr/local/bin:/usr/bin:/bin") == nil {
      findings.append(.fail(.unit, "\(path) starts \(program), which cannot be started", do: "install it there, or mend ExecStart"))
    }
    if let theirs = unit.configuration, let ours = configuration, Self.absolute(theirs) != Self.absolute(ours) {
      findings.append(.warn(.unit, "\(path) uses \(theirs), and this looked at \(ours)", do: "carillon doctor --config \(theirs)"))
    }
    return findings.isEmpty ? [.ok(.unit, path)] : findings
  }

  private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  private var dropIns: [String] {
    folders.reversed().flatMap { folder -> [String] in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(Self.name).d")) ?? []
      return names.filter { $0.hasSuffix(".conf") }.sorted().compactMap {
        try? String(contentsOfFile: "\(folder)/\(Self.name).d/\($0)", encoding: .utf8)
      }
    }
  }

  /// Units of a user end with the user's last session, unless that is said otherwise.
  private var linger: Finding {
    let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? ""
    if FileState("/var/lib/systemd/linger/\(user)") != nil { return .ok(.unit, "it goes on when \(user) has logged out") }
    return .warn(.unit, "it ends when \(user) logs out", do: "loginctl enable-linger \(user)")
  }
}
