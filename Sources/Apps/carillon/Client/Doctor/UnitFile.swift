/// A unit of systemd: what its `Key=Value` lines come to. Source: systemd.syntax(7).
struct UnitFile: Equatable {
  private(set) var values: [String: String] = [:]

  /// - Parameter texts: the unit, then its drop-ins in their order: later lines count.
  init(_ texts: [String]) {
    for text in texts {
      for line in text.replacing("\\\n", with: " ").split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix(";") {
        guard let sign = line.firstIndex(of: "=") else { continue }
        values[String(line[..<sign]).trimmed] = String(line[line.index(after: sign)...]).trimmed
      }
    }
  }

  func isOn(_ key: String) -> Bool { ["yes", "true", "on", "1"].contains(values[key]?.lowercased() ?? "") }

  /// The program that it starts, without the marks that systemd reads in front of it.
  var program: String? {
    values["ExecStart"]?.split(separator: " ").first.map { String($0.drop { "-@:+!".contains($0) }) }
  }

  /// What stands after `--config`.
  var configuration: String? {
    let words = (values["ExecStart"] ?? "").split(separator: " ").map(String.init)
    guard let index = words.firstIndex(of: "--config"), index + 1 < words.count else { return nil }
    return words[index + 1]
  }

  /// In what it differs from the unit that comes with Carillon, where that matters, and why it does.
  var differences: [(sentence: String, advice: String)] {
    var found: [(sentence: String, advice: String)] = []
    if !["notify", "notify-reload"].contains(values["Type"] ?? "") {
      found.append(
        ("Type=\(values["Type"] ?? "simple"): systemd takes it for ready before it answers for its schedules", "set Type=notify"))
    }
    if values["KillMode"] != "process" {
      found.append(("KillMode=\(values["KillMode"] ?? "control-group"): a restart kills the commands that run", "set KillMode=process"))
    }
    if !isOn("Delegate") {
      found.append(("Delegate is off: limits of commands cannot be kept, and what they leave behind is not ended", "set Delegate=yes"))
    }
    if !["always", "on-failure"].contains(values["Restart"] ?? "") {
      found.append(("Restart=\(values["Restart"] ?? "no"): after a crash nothing fires until somebody starts it", "set Restart=always"))
    }
    if values["WatchdogSec"] == nil || values["WatchdogSec"] == "0" {
      found.append(("WatchdogSec is not set: a daemon that hangs is not restarted", "set WatchdogSec=180"))
    }
    return found
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return String(text)
  }
}
