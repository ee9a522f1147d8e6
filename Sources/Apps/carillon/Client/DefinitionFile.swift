import ControlMessages
import Foundation
import Glibc
import ScheduleFiles
import Scheduling

/// Definitions of local schedules as people write them.
enum DefinitionFile {
  /// - Parameter path: `-` is standard input.
  static func read(_ path: String) throws -> String {
    let data = try bytes(path)
    guard let text = String(validating: data, as: UTF8.self) else { throw ControlProblem(.badRequest, "\(path): it is not UTF-8") }
    return text
  }

  /// - Parameter path: `-` is standard input.
  static func bytes(_ path: String) throws -> Data {
    if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
    guard access(path, R_OK) == 0 else {
      throw ControlProblem(.badRequest, "\(path): \(String(cString: strerror(errno))); '-' reads standard input")
    }
    guard let file = FileHandle(forReadingAtPath: path), let data = try? file.readToEnd() ?? Data() else {
      throw ControlProblem(.badRequest, "\(path): it cannot be read as a file; '-' reads standard input")
    }
    return data
  }

  /// The name that the definition gives; nil when it cannot be read, which is the daemon's to explain.
  static func name(in text: String) -> String? { LocalScheduleText.json(text)?["name"]?.stringValue }
}

/// A definition in a file of its own, for an editor. Only this user can read it.
struct DefinitionDraft {
  let path: String
  private let folder: String

  init(_ text: String) throws {
    var template = Array("\(FileManager.default.temporaryDirectory.path)/carillon-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ControlProblem(.failure, "no file can be made: \(String(cString: strerror(errno)))") }
    folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = "\(folder)/schedule." + (text.first { !$0.isWhitespace } == "{" ? "json" : "yaml")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// What the file holds when the editor has ended.
  func edited() throws -> String {
    setenv("CARILLON_DRAFT", path, 1)
    // The shell takes an editor with arguments; `system` gives it the terminal, which a child in a group of its own would not have.
    guard system(#"${VISUAL:-${EDITOR:-vi}} "$CARILLON_DRAFT""#) == 0 else {
      throw ControlProblem(.badRequest, "the editor failed; nothing was changed. The draft is in \(path)")
    }
    return try DefinitionFile.read(path)
  }

  func discard() { try? FileManager.default.removeItem(atPath: folder) }
}
