import Foundation
import ScheduleFiles

/// A packaged unit that runs a daemon: `carillon.service` reads `/etc/carillon/carillon.yaml`, and `carillon@NAME.service`
/// `/etc/carillon/NAME.yaml`.
struct DaemonUnit: Equatable {
  /// Nil for the daemon that has no name.
  var instance: String?

  private static let ending = ".yaml"

  init() {}

  /// Nil for a configuration elsewhere, which no packaged unit reads.
  init?(reading configuration: String) {
    let path = Self.absolute(configuration)
    let folder = "\(Configuration.systemDirectory)/"
    let file = path.dropFirst(folder.count)
    guard path.hasPrefix(folder), file.hasSuffix(Self.ending), file != Self.ending, !file.contains("/") else { return nil }
    if file != "carillon.yaml" { instance = String(file.dropLast(Self.ending.count)) }
  }

  var name: String { instance.map { "carillon@\($0).service" } ?? "carillon.service" }

  /// The file that comes with Carillon.
  var file: String { instance == nil ? "carillon.service" : "carillon@.service" }

  /// With the instance's name where the unit's file has a sign for it.
  func expanded(_ text: String) -> String { text.replacing("%i", with: instance ?? "") }

  static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
