import CivilTime
import Foundation

/// The time zones of this machine, read once each.
enum SystemZones {
  private static let cache = ZoneCache()

  /// - Parameter name: an IANA name, without dots.
  static func zone(named name: String) -> ZoneRules? {
    if name == "UTC" { return .utc }
    return cache.zone(named: name)
  }

  static func require(_ name: String) -> ZoneRules {
    guard let zone = zone(named: name) else { preconditionFailure("/usr/share/zoneinfo has no usable \(name)") }
    return zone
  }

  /// @unchecked Sendable: `zones` is touched only while `lock` is held.
  private final class ZoneCache: @unchecked Sendable {
    private let lock = NSLock()
    private var zones: [String: ZoneRules] = [:]

    func zone(named name: String) -> ZoneRules? {
      lock.withLock {
        if let zone = zones[name] { return zone }
        guard let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)"),
          let zone = try? ZoneRules(name: name, tzif: Array(bytes))
        else { return nil }
        zones[name] = zone
        return zone
      }
    }
  }
}
