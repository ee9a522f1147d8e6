import CLinux
import CivilTime
import Foundation
import Glibc

/// The machine's clock and its time zones.
struct MachineCheck {
  let now: Instant
  var zoneFolder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"

  var findings: [Finding] { [clock, zones] + systemZone }

  private var clock: Finding {
    var state = linux_clock_state()
    let code = linux_read_clock_state(&state)
    guard code == 0 else {
      return .warn(
        .clock, "the kernel does not say whether it is right: \(String(cString: strerror(-code)))", do: "timedatectl timesync-status")
    }
    guard state.is_synchronized else {
      return .warn(
        .clock, "nothing keeps it right: every fire is as wrong as the clock is",
        do: "install chrony or systemd-timesyncd; in a container or a virtual machine, look at its host")
    }
    return .ok(.clock, "synchronised, at most \(Moments.lateness(milliseconds: state.maximum_error_microseconds / 1000)) off")
  }

  /// Rules of time zones change several times a year, mostly a few weeks ahead.
  private static let oldYears = 2

  private var zones: Finding {
    guard let version else {
      return .warn(
        .zones, "\(zoneFolder) does not say which version it is", do: "install the package tzdata; 'carillon next' shows its effect")
    }
    guard CommandParts.zone(named: "Europe/Berlin") != nil else {
      return .fail(.zones, "\(zoneFolder) holds no zones", do: "install the package tzdata")
    }
    let year = Int(version.prefix(4)) ?? 0
    let thisYear = Int(now.iso8601.prefix(4)) ?? 0
    guard thisYear - year < Self.oldYears else {
      return .warn(
        .zones, "tzdata \(version) is from \(year): changes of summer time since then are not known",
        do: "apt-get install --only-upgrade tzdata")
    }
    return .ok(.zones, "tzdata \(version)")
  }

  /// `2025b`.
  private var version: String? {
    if let line = Self.firstLine("\(zoneFolder)/tzdata.zi"), line.hasPrefix("# version ") { return String(line.dropFirst(10)) }
    return Self.firstLine("\(zoneFolder)/+VERSION")
  }

  private static func firstLine(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    let head = String(decoding: (try? file.read(upToCount: 200)) ?? Data(), as: UTF8.self)
    return head.split(separator: "\n").first.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private var systemZone: [Finding] {
    guard let name = MachineZone.name, CommandParts.zone(named: name) == nil else { return [] }
    return [
      .warn(.zones, "this machine's own zone \(name) is not in \(zoneFolder)", do: "install tzdata (and tzdata-legacy for old names)")
    ]
  }
}
