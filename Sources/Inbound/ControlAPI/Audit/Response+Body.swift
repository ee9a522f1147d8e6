import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

extension Response {
  /// The body's bytes, which are still sent afterwards. For answers that are made whole, not for streams.
  mutating func collectedBody() async throws -> ByteBuffer {
    let bytes = CollectedBytes()
    var headers = headers
    try await body.write(BodyCollector(bytes: bytes))
    let buffer = bytes.buffer.withLock { $0 }
    headers[.contentLength] = String(buffer.readableBytes)
    self = Response(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    return buffer
  }
}

private final class CollectedBytes: Sendable {
  let buffer = Mutex(ByteBuffer())
}

private struct BodyCollector: ResponseBodyWriter {
  let bytes: CollectedBytes

  func write(_ buffer: ByteBuffer) async throws {
    bytes.buffer.withLock { collected in
      var part = buffer
      collected.writeBuffer(&part)
    }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
