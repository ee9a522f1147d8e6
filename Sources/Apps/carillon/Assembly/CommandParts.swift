import CivilTime
import Commands
import ControlMessages
import CurlHTTP
import HostTime
import SQLiteStorage
import Scheduling
import Systemd
import Triggers

/// What the commands are made of, wired: as `Parts` for the daemon, for what is done here and ends at once.
enum CommandParts {
  private static let zones = HostZones()

  /// This machine's rules of an IANA time zone; nil when it has none of that name.
  static func zone(named name: String) -> ZoneRules? { zones.zone(named: name) }

  /// Why a command's limits cannot be kept on this machine; nil when they can.
  static func problem(with limits: CommandTrigger.Limits?) -> String? { CommandLimits(limits).problemOnThisMachine() }

  /// What of a unit of this machine stands in the way of commands; empty when nothing does, or there is no such unit.
  static func hindrancesForCommands(unit: String) -> [String] { UnitFiles().settings(of: unit)?.hindrancesForCommands ?? [] }

  /// The daemon that listens on `socket`.
  static func client(of socket: ControlSocketPath) -> ControlClient {
    ControlClient(socket: socket, transport: CurlHTTPTransport())
  }

  /// The libraries that are loaded, which need not be those it was built with.
  static var sqliteVersion: String { SQLiteLibrary.version }
  static var curlVersion: String { CurlLibrary.version }
}

extension Moments {
  /// Now as this machine's clock says, for commands; the daemon has its own seam for time.
  static func fromMachineClock() -> Moments { Moments(now: HostClock().now()) }
}
