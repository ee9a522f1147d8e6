import Glibc

/// The time zone that this machine's clock shows.
enum MachineZone {
  private static let link = "/etc/localtime"

  /// Its IANA name; nil when the machine does not say so by a link, as systemd and Debian do.
  static var name: String? {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = target.withUnsafeMutableBytes { bytes in bytes.baseAddress.map { readlink(link, $0, bytes.count) } ?? -1 }
    guard count > 0 else { return nil }
    let path = String(decoding: target[..<count], as: UTF8.self)
    guard let folder = path.firstRange(of: "zoneinfo/") else { return nil }
    let name = String(path[folder.upperBound...])
    return ["Etc/UTC", "Universal", "Etc/Universal", "Zulu"].contains(name) ? "UTC" : name
  }
}
