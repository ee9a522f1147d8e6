import CCurl
import HTTP

extension Transfer {
  /// Lets libcurl call back; the transfer has to outlive `easy`'s time in the multi handle.
  func setCallbacks(_ easy: EasyHandle) throws(OptionRefused) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    try easy.set(CURLOPT_WRITEDATA, context)
    try easy.set(CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
      Transfer.from(context).take(body: UnsafeRawBufferPointer(start: bytes, count: count))
    }
    try easy.set(CURLOPT_HEADERDATA, context)
    try easy.set(CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
      Transfer.from(context).take(header: UnsafeRawBufferPointer(start: bytes, count: count))
    }
    try easy.set(CURLOPT_PREREQDATA, context)
    try easy.setBeforeRequest { context, _, _, _, _ in Transfer.from(context).allowSending() }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
    guard let context else { preconditionFailure("libcurl called back without its transfer") }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// How many bytes were taken; fewer than came end the transfer.
  private func take(body bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count <= request.maximumResponseBytes - answer.body.count else {
      stopped = .bodyTooLarge
      return 0
    }
    answer.body.append(contentsOf: bytes)
    return bytes.count
  }

  private func take(header line: UnsafeRawBufferPointer) -> Int {
    guard line.count <= maximumHeaderBytes - answer.headerBytes else {
      stopped = .headersTooLarge
      return 0
    }
    answer.takeHeaderLine(line)
    return line.count
  }

  /// Called with a connection at hand, just before the request is written to it.
  ///
  /// libcurl (7.88.1, lib/transfer.c, Curl_retry_request) sends any request again, a POST too, when a kept connection
  /// closes without a byte of answer; but the server may have acted before it closed.
  private func allowSending() -> CInt {
    if mayHaveBeenSent, !request.isIdempotent {
      stopped = .wouldSendTwice
      return CURL_PREREQFUNC_ABORT
    }
    noteSending()
    return CURL_PREREQFUNC_OK
  }
}
