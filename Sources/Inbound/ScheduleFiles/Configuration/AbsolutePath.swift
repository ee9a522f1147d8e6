import Foundation

enum AbsolutePath {
  /// `path` without `.` and `..`, counted from `directory`, or from the working directory.
  static func of(_ path: String, in directory: String? = nil) -> String {
    let base = directory ?? FileManager.default.currentDirectoryPath
    let standard = (path.hasPrefix("/") ? path : join(base, path)).split(separator: "/").reduce(into: [Substring]()) { parts, part in
      switch part {
      case ".": break
      case "..": _ = parts.popLast()
      default: parts.append(part)
      }
    }
    return "/" + standard.joined(separator: "/")
  }

  static func join(_ directory: String, _ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }

  static func parent(of path: String) -> String {
    "/" + path.split(separator: "/").dropLast().joined(separator: "/")
  }
}
