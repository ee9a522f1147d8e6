import Foundation
import Scheduling

/// Finds the schedule files that the paths of a configuration mean: files, directories, and shell patterns with `*` and `?`.
struct FileSearch {
  /// In the order of the paths, within a directory or pattern by name; each once.
  private(set) var files: [String] = []
  private(set) var problems: [FileProblem] = []
  private(set) var warnings: [FileProblem] = []
  /// Paths that are not there, and directories that cannot be listed: nobody has said that what they held should end.
  private(set) var outOfSight: [String] = []
  /// Directories among the paths that are there and hold no schedule file.
  private(set) var emptyFolders: [String] = []
  private var seen: Set<String> = []

  /// - Parameter ifThere: paths that may be absent without a word.
  init(_ paths: [String], ifThere: [String] = []) {
    for path in paths { add(path) }
    for path in ifThere {
      if FileManager.default.fileExists(atPath: path) { add(path) } else { outOfSight.append(path) }
    }
  }

  func isOutOfSight(_ file: String) -> Bool { outOfSight.contains { file == $0 || file.hasPrefix($0 + "/") } }

  private mutating func add(_ path: String) {
    if path.contains(where: { "*?".contains($0) }) {
      if let folder = Self.fixedFolder(of: path), !FileManager.default.fileExists(atPath: folder) { return miss(folder) }
      let found = expanded(path).filter(Self.isScheduleFile)
      if found.isEmpty { warnings.append(FileProblem(.warning, file: path, message: "no file matches this pattern")) }
      found.forEach { append($0) }
    } else if Self.isDirectory(path) {
      let found = names(in: path).map { Self.join(path, $0) }.filter(Self.isScheduleFile)
      if found.isEmpty, !outOfSight.contains(path) { emptyFolders.append(path) }
      found.forEach { append($0) }
    } else if FileManager.default.fileExists(atPath: path) {
      append(path)
    } else {
      miss(path)
    }
  }

  /// A disk that is not mounted yet, or a checkout that is being replaced, looks the same as what was deleted.
  private mutating func miss(_ path: String) {
    problems.append(FileProblem(file: path, message: Self.absence(of: path)))
    outOfSight.append(path)
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
      outOfSight.append(directory)
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

  /// What stands before the first component with `*` or `?`; nil where nothing does.
  private static func fixedFolder(of pattern: String) -> String? {
    let fixed = pattern.split(separator: "/").prefix { component in !component.contains { "*?".contains($0) } }
    return fixed.isEmpty ? nil : (pattern.hasPrefix("/") ? "/" : "") + fixed.joined(separator: "/")
  }

  private static func absence(of path: String) -> String {
    guard access(path, F_OK) != 0, case let number = errno, number != ENOENT else { return "there is no such file or directory" }
    return number == EACCES ? "cannot be reached: permission denied" : "cannot be reached: \(String(cString: strerror(number)))"
  }

  private static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty || directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
  }
}
