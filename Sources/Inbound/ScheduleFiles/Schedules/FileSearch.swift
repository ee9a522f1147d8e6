import Foundation
import Scheduling

/// Finds the schedule files that the paths of a configuration mean: files, directories, and shell patterns with `*` and `?`.
struct FileSearch {
  /// In the order of the paths, within a directory or pattern by name; each once.
  private(set) var files: [String] = []
  private(set) var problems: [FileProblem] = []
  private(set) var warnings: [FileProblem] = []
  /// Directories that are there but could not be listed now.
  private(set) var unlistedDirectories: [String] = []
  private var seen: Set<String> = []

  init(_ paths: [String]) {
    for path in paths { add(path) }
  }

  private mutating func add(_ path: String) {
    if path.contains(where: { "*?".contains($0) }) {
      let found = expanded(path).filter(Self.isScheduleFile)
      if found.isEmpty { warnings.append(FileProblem(.warning, file: path, message: "no file matches this pattern")) }
      found.forEach { append($0) }
    } else if Self.isDirectory(path) {
      names(in: path).map { Self.join(path, $0) }.filter(Self.isScheduleFile).forEach { append($0) }
    } else if FileManager.default.fileExists(atPath: path) {
      append(path)
    } else {
      problems.append(FileProblem(file: path, message: "there is no such file or directory"))
    }
  }

  private mutating func append(_ file: String) {
    if seen.insert(URL(fileURLWithPath: file).standardizedFileURL.path).inserted { files.append(file) }
  }

  /// Component by component; `*` stands for no hidden name and for no slash.
  private mutating func expanded(_ pattern: String) -> [String] {
    var found = [pattern.hasPrefix("/") ? "/" : ""]
    for component in pattern.split(separator: "/").map(String.init) {
      if component.contains(where: { "*?".contains($0) }) {
        found = found.flatMap { directory in
          names(in: directory.isEmpty ? "." : directory).filter { Glob.matches(component, $0) }.map { Self.join(directory, $0) }
        }
      } else {
        found = found.map { Self.join($0, component) }.filter { FileManager.default.fileExists(atPath: $0) }
      }
    }
    return found
  }

  /// Sorted by code points, so that the order is the same in every locale; hidden ones left out.
  private mutating func names(in directory: String) -> [String] {
    guard Self.isDirectory(directory) else { return [] }
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: directory)
      return names.filter { !$0.hasPrefix(".") }.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    } catch {
      problems.append(FileProblem(file: directory, message: "cannot be listed: \(TextFile.reason(error))"))
      unlistedDirectories.append(directory)
      return []
    }
  }

  /// A YAML file that is not one of our configurations, which may lie in the same directory.
  private static func isScheduleFile(_ path: String) -> Bool {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) && !name.hasPrefix("carillon") && !isDirectory(path)
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }

  private static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }
}
