import Foundation

/// Reads a whole file, as UTF-8 where nothing else is asked for.
enum TextFile {
  /// Thousands of schedules fit; a log or an archive that was named by mistake is not read into memory.
  static let sizeLimit = 4 * 1024 * 1024

  static func read(_ path: String) throws(FileProblem) -> String {
    let bytes = try readBytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileProblem(file: path, place: Place(line: firstBadLine(bytes), column: 1), message: "is not UTF-8 text")
    }
    return text
  }

  /// Whatever they say.
  static func readBytes(_ path: String) throws(FileProblem) -> [UInt8] {
    let bytes = try bytes(path)
    guard bytes.count <= sizeLimit else {
      throw FileProblem(file: path, message: "is larger than \(sizeLimit / 1024 / 1024) MiB")
    }
    return bytes
  }

  /// An empty one is nobody's word that its schedules should end.
  static func readSchedules(_ path: String) throws(FileProblem) -> String {
    try readWritten(path, orElse: "if it is to say nothing, leave a comment in it, or delete it")
  }

  /// An empty one is nobody's word that all should be as by default.
  static func readConfiguration(_ path: String) throws(FileProblem) -> String {
    try readWritten(path, orElse: "if all is to be as by default, leave a comment in it")
  }

  /// A full disk, or an editor that is not done, leaves an empty file.
  private static func readWritten(_ path: String, orElse advice: String) throws(FileProblem) -> String {
    let text = try read(path)
    guard text.contains(where: { !$0.isWhitespace }) else { throw FileProblem(file: path, message: "is empty; \(advice)") }
    return text
  }

  private static func bytes(_ path: String) throws(FileProblem) -> [UInt8] {
    do {
      let url = URL(fileURLWithPath: path)
      // Opening a pipe would wait for its other end.
      guard try url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        throw FileProblem(file: path, message: "is not a regular file")
      }
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      return Array(try handle.read(upToCount: sizeLimit + 1) ?? Data())
    } catch let problem as FileProblem {
      throw problem
    } catch {
      throw FileProblem(file: path, message: "cannot be read: \(reason(error))")
    }
  }

  /// The words of the system, without Foundation's around them.
  static func reason(_ error: any Error) -> String {
    let system = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
    let code = (system as? POSIXError)?.code ?? (error as? POSIXError)?.code
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile?, .fileNoSuchFile?: return "there is no such file"
    case .fileReadNoPermission?: return "permission denied"
    default: return code.map { String(cString: strerror($0.rawValue)) } ?? error.localizedDescription
    }
  }

  private static func firstBadLine(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
  }
}
