import Glibc

extension CommandRuns {
  /// The file name of the supervisor, wherever it is installed.
  private static let supervisorName = "carillon-supervisor"

  /// Where the supervisor is: `$CARILLON_SUPERVISOR` (taken at its word), beside our own executable, where an
  /// installation under any prefix has it, or where packages do. Nil when it is in none of these places.
  package static func locateSupervisor() -> String? {
    if let chosen = getenv("CARILLON_SUPERVISOR"), chosen.pointee != 0 { return String(cString: chosen) }
    let directories = [ownDirectory, ownDirectory.map { "\($0)/../lib/carillon" }, "/usr/lib/carillon", "/usr/libexec/carillon"]
    return directories.compactMap { $0.map { "\($0)/\(supervisorName)" } }.first { access($0, X_OK) == 0 }
  }

  private static var ownDirectory: String? {
    let path = withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { buffer -> String? in
      let count = readlink("/proc/self/exe", buffer.baseAddress!, buffer.count)
      return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
    }
    guard let path, let slash = path.lastIndex(of: "/") else { return nil }
    return String(path[..<slash])
  }
}
