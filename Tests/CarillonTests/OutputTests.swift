import Foundation
import Testing

@testable import carillon

@Suite struct OutputTests {
  /// More than a pipe holds.
  private static let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 400_000)

  /// A pipe that does not wait for its reader.
  private func impatientPipe() throws -> (pipe: Pipe, writer: Int32) {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting.fileDescriptor
    try #require(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
    return (pipe, writer)
  }

  @Test func aSlowReaderGetsAllOfIt() async throws {
    let (pipe, writer) = try impatientPipe()
    let (counts, continuation) = AsyncStream.makeStream(of: Int.self)
    let reader = pipe.fileHandleForReading.fileDescriptor
    Thread.detachNewThread {
      var (buffer, total) = ([UInt8](repeating: 0, count: 4096), 0)
      while case let count = read(reader, &buffer, buffer.count), count > 0 { total += count }
      continuation.yield(total)
      continuation.finish()
    }
    #expect(writeAll(Self.bytes, to: writer, waits: true) == .done)
    try pipe.fileHandleForWriting.close()
    #expect(await counts.first { _ in true } == Self.bytes.count)
    try pipe.fileHandleForReading.close()
  }

  @Test func aDaemonWaitsForNoReader() throws {
    let (pipe, writer) = try impatientPipe()
    #expect(writeAll(Self.bytes, to: writer, waits: false) == .failed(errno: EAGAIN))
    try pipe.fileHandleForWriting.close()
    try pipe.fileHandleForReading.close()
  }

  @Test func aFullDiskIsAFailure() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(full >= 0)
    #expect(writeAll(Self.bytes, to: full, waits: true) == .failed(errno: ENOSPC))
    close(full)
  }

  @Test func aCommandWhoseOutputCannotBeWrittenEndsWith1() async {
    await #expect(processExitsWith: .exitCode(1)) {
      dup2(open("/dev/full", O_WRONLY), 1)
      writeOutput("all is well\n")
    }
  }
}
