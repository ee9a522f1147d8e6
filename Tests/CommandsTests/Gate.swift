import Glibc

/// A FIFO at which the processes of a test wait, each for a line, until they are let through.
final class Gate: Sendable {
  let path: String
  /// For reading too: so it opens before anybody waits, and forgets nothing that was not read yet.
  private let descriptor: Int32

  init(in fixture: RunsFixture) throws {
    path = fixture.path + "/gate"
    mkfifo(path, 0o600)
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(number: errno) }
  }

  deinit { close(descriptor) }

  func letThrough(_ count: Int = 1) {
    for _ in 0..<count { _ = write(descriptor, "go\n", 3) }
  }
}
