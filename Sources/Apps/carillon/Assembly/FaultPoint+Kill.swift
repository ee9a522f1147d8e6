#if DEBUG
  import Foundation
  import Glibc
  import Seams
  import Synchronization

  extension FaultPoint {
    /// `CARILLON_FAULT=after-answer:3` ends this process the third time that it comes to that point, as a crash would;
    /// `after-answer:3:TERM` sends it that signal instead.
    static func installFromEnvironment() {
      guard let text = ProcessInfo.processInfo.environment["CARILLON_FAULT"] else { return }
      let parts = text.split(separator: ":")
      guard let name = parts.first, let wanted = FaultPoint(rawValue: String(name)), let count = Int(parts.dropFirst().first ?? "1"),
        let signal = signals[parts.dropFirst(2).first ?? "KILL"]
      else { return writeError("carillon: CARILLON_FAULT '\(text)' names no fault point\n") }
      let left = Mutex(count)
      install { point in
        guard point == wanted,
          left.withLock({
            $0 -= 1; return $0 == 0
          })
        else { return }
        kill(getpid(), signal)
      }
    }

    private static let signals: [Substring: Int32] = ["KILL": SIGKILL, "TERM": SIGTERM, "HUP": SIGHUP]
  }
#endif
