import CLinux
import Dispatch
import Glibc

/// A child of ours that ends soon, and its last words.
struct LaunchedProcess: Sendable {
  let path: String
  let id: pid_t
  /// The reading end of its stderr, closed here.
  let standardError: Int32

  /// The supervisor's one sentence is shorter.
  private static let sentenceBytesMost = 1024

  /// Calls `completion` once, on `queue`, to take the answer: it has ended by then, and is not reaped.
  /// - Parameter pidfd: closed here; less than 0: our child is there until we reap it, so only descriptors can be short. Then this one
  ///   queue waits in place.
  func whenEnded(on queue: DispatchQueue, by pidfd: Int32, completion: @escaping @Sendable () -> Void) {
    guard pidfd >= 0 else {
      awaitEnd()
      return completion()
    }
    let source = DispatchSource.makeReadSource(fileDescriptor: pidfd, queue: queue)
    source.setEventHandler {
      source.cancel()
      completion()
    }
    // A descriptor is closed only when Dispatch has let go of it.
    source.setCancelHandler { close(pidfd) }
    source.activate()
  }

  /// Without reaping it: until that is done its id is its own, and it can be killed.
  private func awaitEnd() {
    while linux_await_end(id) == -EINTR {}
  }

  /// Waits in place for its end, and reaps it: once.
  func takeAnswer() -> ProcessLaunch.Answer {
    let reader = OwnedDescriptor(standardError)
    var waitStatus: Int32 = 0
    var reaped: pid_t
    repeat { reaped = waitpid(id, &waitStatus, 0) } while reaped < 0 && errno == EINTR
    let bytes = reader.read(upTo: Self.sentenceBytesMost) ?? []
    return ProcessLaunch.Answer(
      status: reaped == id ? Self.exitStatus(waitStatus) : nil, sentence: sentence(from: bytes))
  }

  /// WEXITSTATUS, which is a macro that Swift does not see; 128 + n for signal n, as shells have it.
  private static func exitStatus(_ waitStatus: Int32) -> Int32 {
    let signal = waitStatus & 0x7f
    return signal == 0 ? (waitStatus >> 8) & 0xff : 128 + signal
  }

  /// Without the program's name, which the caller's wording already says.
  private func sentence(from bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    let program = path.split(separator: "/").last.map(String.init) ?? path
    let prefix = "\(program): "
    if text.isEmpty { return "\(program) gave no reason" }
    return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
  }
}
