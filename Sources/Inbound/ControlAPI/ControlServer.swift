import ControlMessages
import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers the control API on a Unix socket, and at the addresses it is given, until it is told to stop; requests under way
/// are answered first.
///
/// It drives Hummingbird's server directly: `Application` would wake up once a second to refresh its `Date` header.
package struct ControlServer: Service {
  /// For the router of each way in.
  typealias MakeResponder = @Sendable (Admission) -> RouterResponder<ControlContext>

  private let path: ControlSocketPath
  private let doors: [NetworkDoor]
  private let gatehouse: Gatehouse?
  private let owner: UInt32
  private let limits: ControlLimits
  private let logger: Logger
  private let makeResponder: MakeResponder
  private let onListening: @Sendable ([OpenDoor]) async -> Void

  /// - Parameters:
  ///   - doors: where it answers besides the socket; they need a `gatehouse`.
  ///   - pages: what the web page shows; nil: there is none.
  ///   - monitoring: what answers probes and Prometheus; nil: nothing does.
  ///   - owner: the user whose processes may ask on the socket, besides root's.
  ///   - onListening: called once, when clients can connect, with the doors in their order.
  package init(
    path: ControlSocketPath, doors: [NetworkDoor] = [], operations: any RecordedOperations, pages: (any PageOperations)? = nil,
    gatehouse: Gatehouse? = nil, monitoring: (any MonitoringOperations)? = nil, owner: UInt32 = geteuid(),
    limits: ControlLimits = .standard, logger: Logger,
    onListening: @escaping @Sendable ([OpenDoor]) async -> Void = { _ in }
  ) {
    self.path = path
    self.doors = gatehouse == nil ? [] : doors
    self.gatehouse = gatehouse
    self.owner = owner
    self.limits = limits
    self.logger = logger
    self.onListening = onListening
    let traffic = ControlTraffic()
    makeResponder = { admission in
      makeControlRouter(
        operations, limits: limits, admission: admission, gatehouse: gatehouse, monitoring: monitoring, pages: pages, traffic: traffic
      ).buildResponder()
    }
  }

  /// - Throws: `ControlServerError` when the socket cannot be opened, `NetworkDoorError` when an address cannot be listened on.
  package func run() async throws {
    let socket = try ListeningSocket(path)
    let listening = Listening(socket)
    do {
      try await serve(socket, listening)
    } catch {
      listening.end()
      throw listening.failure ?? error
    }
    listening.end()
    if let failure = listening.failure { throw failure }
  }

  /// Doors first: whoever finds the socket finds them open.
  private func serve(_ socket: ListeningSocket, _ listening: Listening) async throws {
    let (opened, opens) = AsyncStream.makeStream(of: (Int, OpenDoor).self)
    // Of all doors together.
    let pace = gatehouse.map(RequestPace.init)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, door) in doors.enumerated() {
        group.addTask { try await serve(door, pace) { opens.yield((index, $0)) } }
      }
      group.addTask {
        var open: [Int: OpenDoor] = [:]
        if !doors.isEmpty {
          for await (index, door) in opened {
            open[index] = door
            if open.count == doors.count { break }
          }
        }
        try Task.checkCancellation()
        let doors = open.sorted { $0.key < $1.key }.map(\.value)
        if let first = doors.first { gatehouse?.servesPages(at: first.url) }
        try await server(socket, listening, doors).run()
      }
      for try await _ in group {}
    }
  }

  /// One thread for every connection: answers are small and made elsewhere. It lives as long as the process, for
  /// Hummingbird's graceful shutdown uses it after the server has returned.
  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  /// What strangers send is read by a thread of its own, so that they do not keep the socket's clients waiting.
  private static let networkLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  private func server(_ socket: ListeningSocket, _ listening: Listening, _ doors: [OpenDoor]) throws -> any Service {
    let responder = makeResponder(.peers(PeerAdmission(userID: owner)))
    return try HTTPServerBuilder.http1(configuration: channelConfiguration).buildServer(
      configuration: configuration(.unixDomainSocket(path: socket.birthplace.text), connections: limits.connections),
      eventLoopGroup: Self.eventLoops, logger: hummingbirdLogger, responder: { try await answer(responder, $0, $1, $2) }
    ) { channel in
      guard listening.begin() else { return channel.close(promise: nil) }
      logger.info("control API ready", metadata: ["socket": "\(path)"])
      await onListening(doors)
    }
  }

  private func serve(_ door: NetworkDoor, _ pace: RequestPace?, onOpen: @escaping @Sendable (OpenDoor) -> Void) async throws {
    guard let gatehouse, let pace else { return }
    let responder = makeResponder(.network(gatehouse, door, pace))
    let builder = HTTPServerBuilder { responder in
      NetworkChannel(http: HTTP1Channel(responder: responder, configuration: channelConfiguration), certificate: door.certificate)
    }
    let server = try builder.buildServer(
      configuration: configuration(.hostname(door.address.host, port: door.address.port), connections: limits.networkConnections),
      eventLoopGroup: Self.networkLoops,
      logger: hummingbirdLogger, responder: { try await answer(responder, $0, $1, $2) }
    ) { channel in
      let port = channel.localAddress?.port ?? door.address.port
      logger.info("control API ready", metadata: ["url": "\(door.url(port: port))"])
      onOpen(OpenDoor(url: door.url(port: port), port: port))
    }
    do {
      try await server.run()
    } catch let error as IOError {
      throw NetworkDoorError(address: door.address, problem: "cannot listen there: \(String(cString: strerror(error.errnoCode)))")
    }
  }

  private func configuration(_ address: BindAddress, connections: Int) -> ServerConfiguration {
    ServerConfiguration(
      address: address, availableConnectionsDelegate: .maximum(connections, logger: hummingbirdLogger))
  }

  private func answer(
    _ responder: RouterResponder<ControlContext>, _ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
  ) async throws {
    let context = ControlContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
    var response = try await responder.respond(to: request, context: context)
    SecurityHeaders.add(to: &response.headers)
    response.headers[.requestID] = context.requestID
    if request.method == .head { response = Self.withoutContent(response, on: channel) }
    try await writer.write(response: response.head, body: response.body)
  }

  /// What answers HEAD. Where the content would have closed the connection behind itself, its place does.
  private static func withoutContent(_ response: Response, on channel: any Channel) -> Response {
    var head = response.createHeadResponse()
    guard response.headers[.connection] == "close" else { return head }
    head.body = ResponseBody(contentLength: 0) { writer in
      try await writer.finish(nil)
      channel.close(promise: nil)
    }
    return head
  }

  private var channelConfiguration: HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      additionalChannelHandlers: [RequestDeadlines(limits)], idleTimeout: TimeAmount(limits.idleTimeout),
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
