import CivilTime
import Glibc
import Synchronization

/// The time zones of this machine, read from its zoneinfo folder when they are first asked for.
package final class HostZones: Sendable {
  private let folder: String
  private let known = Mutex<[String: ZoneRules?]>([:])

  /// - Parameter folder: where the TZif files stand; nil means $TZDIR, else the usual place.
  package init(folder: String? = nil) {
    self.folder = folder ?? getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
  }

  /// The rules of an IANA zone; nil when the machine has none of that name, or its file is damaged.
  package func zone(named name: String) -> ZoneRules? {
    if let zone = known.withLock({ $0[name] }) { return zone }
    let zone = read(name)
    known.withLock { $0[name] = .some(zone) }
    return zone
  }

  /// Reads every zone again that was ever asked for, and keeps what has changed. A zone whose file cannot be read now,
  /// while a package is being unpacked, keeps its rules.
  /// - Returns: the names of those that have changed.
  package func refresh() -> [String] {
    let names = known.withLock { Array($0.keys) }
    return names.filter { name in
      guard let fresh = read(name) else { return false }
      return known.withLock { known in
        guard known[name] != .some(fresh) else { return false }
        known[name] = .some(fresh)
        return true
      }
    }
  }

  private func read(_ name: String) -> ZoneRules? {
    guard Self.isZoneName(name), let bytes = Self.contents(of: "\(folder)/\(name)") else {
      // A machine without tzdata still knows this one.
      return name == "UTC" ? .utc : nil
    }
    return try? ZoneRules(name: name, tzif: bytes)
  }

  /// Letters, digits and `/ _ + -`, no way out of the folder.
  private static func isZoneName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("/")
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  private static func contents(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG, info.st_size <= largestFile else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(info.st_size))
    let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    return count == bytes.count ? bytes : nil
  }

  /// The largest of tzdata 2025b has 3 kB; a "fat" one less than 10.
  private static let largestFile = 1 << 20
}
