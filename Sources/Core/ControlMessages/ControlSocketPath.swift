/// The path of the Unix socket on which a daemon answers: short enough for `sun_path`.
package struct ControlSocketPath: Hashable, Sendable {
  /// 108 bytes with the NUL that ends it. Source: unix(7).
  package static let maximumBytes = 107
  /// Its name within the state directory.
  package static let defaultName = "carillon.sock"

  package let text: String

  package init(_ text: String) throws(ControlSocketPathError) {
    guard !text.isEmpty else { throw ControlSocketPathError(path: text, problem: .empty) }
    guard !text.utf8.contains(0) else { throw ControlSocketPathError(path: text, problem: .containsNUL) }
    guard text.utf8.count <= Self.maximumBytes else {
      throw ControlSocketPathError(path: text, problem: .tooLong(bytes: text.utf8.count))
    }
    self.text = text
  }

  /// The folder that holds it; `.` when the path names none.
  package var folder: String {
    guard let slash = text.lastIndex(of: "/") else { return "." }
    return slash == text.startIndex ? "/" : String(text[..<slash])
  }
}

extension ControlSocketPath: CustomStringConvertible {
  package var description: String { text }
}

/// Why no socket can have that path.
package struct ControlSocketPathError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case empty, containsNUL
    case tooLong(bytes: Int)
  }

  package let path: String
  package let problem: Problem
}

extension ControlSocketPathError: CustomStringConvertible {
  package var description: String {
    switch problem {
    case .empty: "the control socket's path is empty"
    case .containsNUL: "the control socket's path contains a NUL byte"
    case .tooLong(let bytes):
      "control socket \(path): the path has \(bytes) bytes and Linux allows \(ControlSocketPath.maximumBytes); "
        + "set a shorter one with listen: unix:PATH (or --socket)"
    }
  }
}
