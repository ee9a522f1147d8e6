import ControlAPI
import ControlMessages
import Foundation
import Glibc
import Logging
import ServiceLifecycle

/// A control server on a socket in a folder of its own, which goes with it.
struct LiveServer: Sendable {
  let path: ControlSocketPath
  /// Where it answers over the network.
  let doors: [OpenDoor]
  private let group: ServiceGroup

  /// Serves while `body` runs, then shuts down gracefully; errors of the server win.
  static func run<Value: Sendable>(
    _ operations: any RecordedOperations = FakeOperations(), at path: ControlSocketPath? = nil,
    owner: UInt32 = geteuid(), limits: ControlLimits = .standard, doors: [NetworkDoor] = [], gatehouse: Gatehouse? = nil,
    _ body: @Sendable (LiveServer) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    let path = try path ?? ControlSocketPath(folder.path + "/c.sock")
    let (listening, listens) = AsyncStream.makeStream(of: [OpenDoor].self)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let server = ControlServer(
      path: path, doors: doors, operations: operations, gatehouse: gatehouse, owner: owner, limits: limits, logger: logger
    ) { listens.yield($0) }
    let group = ServiceGroup(services: [server], logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { listens.finish() }
        try await group.run()
      }
      guard let open = await listening.first(where: { _ in true }) else {
        try await tasks.waitForAll()
        throw ServerEnded()
      }
      let live = LiveServer(path: path, doors: open, group: group)
      let value = try await body(live)
      await live.shutDown()
      try await tasks.waitForAll()
      return value
    }
  }

  func shutDown() async {
    await group.triggerGracefulShutdown()
  }

  struct ServerEnded: Error {}
}

/// An empty folder that is removed with its owner; its path is short enough for a socket.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/control-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
