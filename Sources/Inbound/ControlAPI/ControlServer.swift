import ControlMessages
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers the control API on a Unix socket until it is told to stop; requests under way are answered first.
///
/// It drives Hummingbird's server directly: `Application` would wake up once a second to refresh its `Date` header.
package struct ControlServer: Service {
  private let path: ControlSocketPath
  private let limits: ControlLimits
  private let logger: Logger
  private let responder: RouterResponder<ControlContext>
  private let onListening: @Sendable () async -> Void

  /// - Parameters:
  ///   - pages: what the web page shows; nil: there is none.
  ///   - owner: the user whose processes may ask, besides root's.
  ///   - onListening: called once, when clients can connect.
  package init(
    path: ControlSocketPath, operations: any ControlOperations, pages: (any PageOperations)? = nil, owner: UInt32 = geteuid(),
    limits: ControlLimits = .standard, logger: Logger, onListening: @escaping @Sendable () async -> Void = {}
  ) {
    self.path = path
    self.limits = limits
    self.logger = logger
    self.onListening = onListening
    responder = makeControlRouter(operations, limits: limits, admission: PeerAdmission(userID: owner), pages: pages).buildResponder()
  }

  /// - Throws: `ControlServerError` when the socket cannot be opened.
  package func run() async throws {
    let socket = try ListeningSocket(path)
    let listening = Listening(socket)
    do {
      try await server(socket, listening).run()
    } catch {
      listening.end()
      throw listening.failure ?? error
    }
    listening.end()
    if let failure = listening.failure { throw failure }
  }

  /// One thread for every connection: answers are small and made elsewhere. It lives as long as the process, for
  /// Hummingbird's graceful shutdown uses it after the server has returned.
  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  private func server(_ socket: ListeningSocket, _ listening: Listening) throws -> any Service {
    try HTTPServerBuilder.http1(configuration: channelConfiguration).buildServer(
      configuration: ServerConfiguration(
        address: .unixDomainSocket(path: socket.birthplace.text),
        availableConnectionsDelegate: .maximum(limits.connections, logger: hummingbirdLogger)),
      eventLoopGroup: Self.eventLoops, logger: hummingbirdLogger, responder: answer
    ) { channel in
      guard listening.begin() else { return channel.close(promise: nil) }
      logger.info("control API ready", metadata: ["socket": "\(path)"])
      await onListening()
    }
  }

  private func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
    let context = ControlContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
    let response = try await responder.respond(to: request, context: context)
    try await writer.write(response: response.head, body: response.body)
  }

  private var channelConfiguration: HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      idleTimeout: TimeAmount(limits.idleTimeout),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
        maxHeaderFieldCount: limits.headerCount))
  }

  /// It announces the path at which the socket is made, which misleads.
  private var hummingbirdLogger: Logger {
    var logger = logger
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}
