import CivilTime
import CronOracle
import Foundation

/// The time zones of this host: their files, and their clocks as the C library reads them.
enum HostZones {
  static let directory = "/usr/share/zoneinfo"
  /// Other spellings of the same zones, zones with leap seconds, and the host's own choice.
  private static let others = ["posix/", "right/", "posixrules", "localtime"]
  private static let magic = Data("TZif".utf8)

  /// Every file that is a time zone, by its IANA name; ascending.
  static func files() -> [(name: String, bytes: [UInt8])] {
    let paths = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
    return paths.sorted().compactMap { path in
      guard !others.contains(where: path.hasPrefix), let bytes = FileManager.default.contents(atPath: "\(directory)/\(path)"),
        bytes.starts(with: magic)
      else { return nil }
      return (path, Array(bytes))
    }
  }

  /// The wall clock of a zone over some years. The C library has one zone at a time, so only one thread may ask.
  static func clock(_ name: String, over span: ClosedRange<Int64>) -> WallClock {
    setenv("TZ", ":\(directory)/\(name)", 1)
    tzset()
    return WallClock(over: span) { seconds in
      var time = time_t(seconds)
      var local = tm()
      localtime_r(&time, &local)
      return local.tm_gmtoff
    }
  }
}
