import Foundation
import Scheduling

extension Configuration {
  /// The path of `schedules` that is the folder, one of its files, or a pattern for them; nil when there is none. Folders within are not
  /// read.
  /// - Parameter folder: relative to the working directory, or absolute; it need not be there yet.
  package func schedulesPath(over folder: String) -> String? {
    let folder = AbsolutePath.of(folder)
    return schedules.first { path in
      Self.isOver(folder, path) || Self.isOver(Self.withoutLinks(folder), Self.withoutLinks(path))
    }
  }

  private static func isOver(_ folder: String, _ path: String) -> Bool {
    let isPattern = path.contains { "*?".contains($0) }
    let isFile = !isPattern && (path.hasSuffix(".yaml") || path.hasSuffix(".yml"))
    let parts = path.split(separator: "/").map(String.init)
    let above = parts.dropLast(isPattern ? 1 : 0)
    // A folder can be named like a file.
    return matches(above, folder) || (isFile && matches(parts.dropLast(), folder))
  }

  private static func matches(_ patterns: ArraySlice<String>, _ folder: String) -> Bool {
    let parts = folder.split(separator: "/").map(String.init)
    guard patterns.count == parts.count else { return false }
    return zip(patterns, parts).allSatisfy { Glob.matches($0, $1) }
  }

  private static func withoutLinks(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
