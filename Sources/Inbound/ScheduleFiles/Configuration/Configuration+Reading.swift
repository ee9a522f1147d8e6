import Foundation
import Scheduling

extension Configuration {
  /// The path of `schedules` that is the folder, or a pattern for its files; nil when there is none. Folders within are not read.
  /// - Parameter folder: relative to the working directory, or absolute; it need not be there yet.
  package func schedulesPath(over folder: String) -> String? {
    let folder = AbsolutePath.of(folder)
    return schedules.first { path in
      Self.isOver(folder, path) || Self.isOver(Self.withoutLinks(folder), Self.withoutLinks(path))
    }
  }

  private static func isOver(_ folder: String, _ path: String) -> Bool {
    let isPattern = path.contains { "*?".contains($0) }
    let parts = folder.split(separator: "/").map(String.init)
    let above = path.split(separator: "/").map(String.init).dropLast(isPattern ? 1 : 0)
    guard above.count == parts.count else { return false }
    return zip(above, parts).allSatisfy { Glob.matches($0, $1) }
  }

  private static func withoutLinks(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
