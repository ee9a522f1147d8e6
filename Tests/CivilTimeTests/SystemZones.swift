import CivilTime
import Foundation

/// The time zones of this machine.
enum SystemZones {
  struct Missing: Error {
    let name: String
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else { throw Missing(name: name) }
    return Array(data)
  }

  static func zone(_ name: String) throws -> ZoneRules {
    try ZoneRules(name: name, tzif: bytes(name))
  }
}
