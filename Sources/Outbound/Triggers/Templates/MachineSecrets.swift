import Glibc
import Scheduling

/// What this machine holds for templates: variables and files.
enum MachineSecrets {
  /// Credentials are short.
  private static let largestFile = 65_536

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The file's text without a newline at its end.
  static func text(of path: String, for part: Template.Part) throws(RenderingError) -> String {
    // Not blocking: a pipe that nobody writes to is no file, and must not hold a fire for ever.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw RenderingError("\(part.written): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: largestFile + 1)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    guard count >= 0, count <= largestFile else {
      throw RenderingError("\(part.written): it is no text of at most \(largestFile) bytes")
    }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw RenderingError("\(part.written): it is no text in UTF-8")
    }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
