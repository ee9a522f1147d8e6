import Dispatch
import Glibc

/// A FIFO into which the processes of a test write a line when they have come so far.
final class Announcements: Sendable {
  let path: String
  private let descriptor: Int32

  init(in fixture: RunsFixture) throws {
    path = fixture.path + "/announcements"
    mkfifo(path, 0o600)
    // For writing too: so it opens without a writer, and does not end between two of them.
    descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(number: errno) }
  }

  deinit { close(descriptor) }

  /// The next line, without its end. One write of the other side is one line.
  func next() async -> String {
    await readable(descriptor)
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

struct SystemError: Error {
  let number: Int32
}

/// Waits for something to read, or for the time limit of the test, which cancels it.
func readable(_ descriptor: Int32) async {
  // A copy, which lives as long as Dispatch needs it.
  let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
  let source = DispatchSource.makeReadSource(fileDescriptor: copy, queue: .global())
  let (events, event) = AsyncStream<Never>.makeStream()
  source.setEventHandler { event.finish() }
  source.setCancelHandler { close(copy) }
  source.activate()
  defer { source.cancel() }
  for await _ in events {}
}
