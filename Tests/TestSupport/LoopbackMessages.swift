import Seams

/// A request as it came over the wire.
package struct LoopbackRequest: Sendable {
  /// Counts over the whole server, from 1.
  package var number = 0
  /// The connection that brought it, from 1.
  package let connection: Int
  package let method: String
  /// Path and query, or the whole URL when the server is used as a proxy.
  package let target: String
  package let headers: [HTTPHeader]
  package let body: [UInt8]

  /// The first value of that name, upper and lower case alike.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// What the server does with a request.
package enum LoopbackAnswer: Sendable {
  /// Answers with `Content-Length` and keeps the connection.
  case response(HTTPResponse)
  /// Answers as if it would keep the connection, and closes it.
  case responseThenClose(HTTPResponse)
  /// Announces the whole body, sends half of it and closes.
  case half(HTTPResponse)
  /// Sends these bytes as they are and closes.
  case raw([UInt8])
  /// Closes without a byte.
  case close
  /// Breaks the connection (RST) without a byte.
  case reset
  /// Sends these bytes as they are and waits until the client leaves.
  case stall([UInt8])

  /// Never answers; waits until the client leaves.
  package static let hold = LoopbackAnswer.stall([])

  package static func response(_ status: Int, _ headers: [HTTPHeader] = [], body: String = "") -> LoopbackAnswer {
    .response(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }
}
