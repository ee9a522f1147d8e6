import Glibc

/// Whether a file has a column for the user, by where it lies.
enum CrontabPlace {
  /// True for `crontab` and what is below `cron.d` in `/etc`, whatever path leads there.
  static func hasUsers(_ path: String, etc: String = "/etc") -> Bool {
    guard path != "-", let etc = real(etc) else { return false }
    let places = [real(path), place(of: path)].compactMap(\.self)
    return places.contains { $0 == "\(etc)/crontab" || $0.hasPrefix("\(etc)/cron.d/") }
  }

  /// Where the name itself lies: it may be a link to a file elsewhere.
  private static func place(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/") else { return real(".").map { "\($0)/\(path)" } }
    return real(String(path[...slash])).map { "\($0)/\(path[path.index(after: slash)...])" }
  }

  /// Without links; nil when nothing is there.
  private static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
