import Foundation

/// Where systemd finds units, the first place first.   Source: systemd.unit(5), systemd 252.
package struct UnitFiles: Sendable {
  private let folders: [String]

  package init(folders: [String] = UnitFiles.ofTheSystem) { self.folders = folders }

  package static let ofTheSystem = [
    "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
  ]

  /// The unit's own file, or for an instance without one its template's; nil when this machine has no such unit.
  package func path(of unit: String) -> String? {
    Self.names(of: unit).flatMap { name in folders.map { "\($0)/\(name)" } }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// What the unit's file says, then its drop-ins in the order in which systemd reads them: later lines count. Nil when there is no
  /// such unit, or its file cannot be read.
  package func texts(of unit: String) -> [String]? {
    guard let text = path(of: unit).flatMap(Self.text) else { return nil }
    return [text] + dropIns(of: unit).map { Self.text($0) ?? "" }
  }

  /// A unit's settings with those of its drop-ins; nil when this machine has no such unit.
  package func settings(of unit: String) -> UnitSettings? {
    guard let parts = texts(of: unit) else { return nil }
    var settings = UnitSettings()
    for part in parts { settings.add(part) }
    return settings
  }

  /// In the order of their names, whatever their folders; of one name, the first alone is read. One that is empty, or a link to
  /// /dev/null, so hides those after it.
  private func dropIns(of unit: String) -> [String] {
    var paths: [String: String] = [:]
    for place in dropInFolders(of: unit).reversed() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      for name in names where name.hasSuffix(".conf") { paths[name] = "\(place)/\(name)" }
    }
    return paths.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The first place first: an instance's before its template's in each folder, and those of all units of its kind after both.
  private func dropInFolders(of unit: String) -> [String] {
    let names = Self.names(of: unit)
    let kind = unit.split(separator: ".").last ?? ""
    return folders.flatMap { folder in names.map { "\(folder)/\($0).d" } } + folders.map { "\($0)/\(kind).d" }
  }

  /// The unit's own name, and for an instance its template's: `carillon@gpu.service`, `carillon@.service`.
  private static func names(of unit: String) -> [String] {
    guard let sign = unit.firstIndex(of: "@"), let dot = unit.lastIndex(of: "."), unit.index(after: sign) < dot else { return [unit] }
    return [unit, "\(unit[...sign])\(unit[dot...])"]
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
