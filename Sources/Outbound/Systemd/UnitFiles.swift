import Foundation

/// Where systemd finds units, the first place first.   Source: systemd.unit(5), systemd 252.
package struct UnitFiles: Sendable {
  private let folders: [String]

  package init(folders: [String] = UnitFiles.ofTheSystem) { self.folders = folders }

  package static let ofTheSystem = [
    "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
  ]

  /// A unit's settings with those of its drop-ins; nil when this machine has no such unit.
  package func settings(of unit: String) -> UnitSettings? {
    guard let text = folders.lazy.compactMap({ Self.text("\($0)/\(unit)") }).first else { return nil }
    var settings = UnitSettings()
    settings.add(text)
    for path in dropIns(of: unit) { settings.add(Self.text(path) ?? "") }
    return settings
  }

  /// In the order of their names, whatever their folders; of one name, the one of the first folder.
  private func dropIns(of unit: String) -> [String] {
    var paths: [String: String] = [:]
    for folder in folders.reversed() {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(unit).d")) ?? []
      for name in names where name.hasSuffix(".conf") { paths[name] = "\(folder)/\(unit).d/\(name)" }
    }
    return paths.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
