import ControlMessages
import Glibc

/// Why the control socket cannot be opened.
package struct ControlServerError: Error, Equatable, Sendable {
  package enum Problem: Equatable, Sendable {
    case inUse
    case notASocket
    /// The name of the folder leaves no room for the name under which the socket is made.
    case folderTooLong
    case system(_ attempt: String, errno: Int32)
  }

  package let path: ControlSocketPath
  package let problem: Problem

  init(_ path: ControlSocketPath, _ problem: Problem) {
    self.path = path
    self.problem = problem
  }
}

extension ControlServerError: CustomStringConvertible {
  package var description: String { "control socket \(path): \(words)" }

  private var words: String {
    switch problem {
    case .inUse: "another daemon answers on it; stop that one or set another path with listen: unix:PATH"
    case .notASocket: "a file that is not a socket is in its place; move it away or set another path with listen: unix:PATH"
    case .folderTooLong: "the path of its folder is too long; set a shorter one with listen: unix:PATH"
    case .system(let attempt, let errno):
      "cannot \(attempt): \(String(cString: strerror(errno))); the folder must exist and belong to the daemon's user"
    }
  }
}
