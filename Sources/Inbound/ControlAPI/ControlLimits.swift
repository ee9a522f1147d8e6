/// How much of anything one peer may use.
package struct ControlLimits: Sendable {
  package static let standard = ControlLimits(
    // The largest request of this API is a line; 64 KiB leaves room for schedules as bodies.
    bodyBytes: 64 * 1024,
    // What nginx and Node allow for all headers together.
    headerBytes: 16 * 1024,
    headerCount: 100,
    // Above what commands of one operator, a page and a scraper hold open.
    connections: 64,
    idleTimeout: .seconds(30))

  package var bodyBytes: Int
  /// Of one field and of all fields together.
  package var headerBytes: Int
  package var headerCount: Int
  /// More than these wait in the socket's backlog.
  package var connections: Int
  /// Of each address over the network: browsers open six, and keep one for events.
  package var networkConnections = 256
  /// From the first moment of a connection, or the end of its rest, to the end of the headers.
  package var headTime: Duration = .seconds(10)
  /// From the end of the headers to the end of the body: 64 KiB in 20 s pass any line.
  package var bodyTime: Duration = .seconds(20)
  /// How long a peer may take nothing of an answer.
  package var answerTime: Duration = .seconds(60)
  /// How long a connection may stay silent while nothing is being answered.
  package var idleTimeout: Duration

  package init(bodyBytes: Int, headerBytes: Int, headerCount: Int, connections: Int, idleTimeout: Duration) {
    self.bodyBytes = bodyBytes
    self.headerBytes = headerBytes
    self.headerCount = headerCount
    self.connections = connections
    self.idleTimeout = idleTimeout
  }
}
