import ControlMessages
import Foundation
import Glibc
import Testing

@testable import ControlAPI

@Suite struct SocketTests {
  /// The server has closed it before it was to be published.
  @Test func anEndThatComesWhileItBeginsIsNoFailure() throws {
    let folder = try TemporaryFolder()
    let listening = Listening(try ListeningSocket(ControlSocketPath(folder.path + "/c.sock")))
    #expect(!listening.begin())
    listening.end()
    #expect(listening.failure == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func onlyTheOwnerMayOpenTheSocket() async throws {
    try await LiveServer.run { server in
      let attributes = try FileManager.default.attributesOfItem(atPath: server.path.text)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func nothingIsLeftBesideTheSocketNorAfterTheShutdown() async throws {
    let folder = try TemporaryFolder()
    let path = try ControlSocketPath(folder.path + "/c.sock")
    try await LiveServer.run(at: path) { _ in
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files == ["c.sock"])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aSocketThatADeadDaemonLeftIsReplaced() async throws {
    let folder = try TemporaryFolder()
    let path = try ControlSocketPath(folder.path + "/c.sock")
    try leaveStaleSocket(at: path)
    #expect(SocketProbe(path) == .stale)
    try await LiveServer.run(at: path) { _ in #expect(SocketProbe(path) == .listening) }
    #expect(SocketProbe(path) == .absent)
  }

  @Test func aSecondServerLeavesTheFirstItsSocket() async throws {
    try await LiveServer.run { first in
      await #expect(throws: ControlServerError(first.path, .inUse)) {
        try await LiveServer.run(at: first.path) { _ in }
      }
      let answer = try await RawPeer(path: first.path).answer(to: statusRequest)
      #expect(answer.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func aFileThatIsNotASocketIsKept() async throws {
    let folder = try TemporaryFolder()
    let path = try ControlSocketPath(folder.path + "/c.sock")
    try Data("precious".utf8).write(to: URL(filePath: path.text))
    await #expect(throws: ControlServerError(path, .notASocket)) {
      try await LiveServer.run(at: path) { _ in }
    }
    #expect(try String(contentsOfFile: path.text, encoding: .utf8) == "precious")
  }

  @Test func aMissingFolderIsNamed() async throws {
    let folder = try TemporaryFolder()
    let path = try ControlSocketPath(folder.path + "/no/c.sock")
    let error = await #expect(throws: ControlServerError.self) {
      try await LiveServer.run(at: path) { _ in }
    }
    #expect(error?.description.contains("\(path): cannot make a folder beside it: No such file or directory") == true)
  }

  @Test func theLongestPathServes() async throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "s", count: ControlSocketPath.maximumBytes - folder.path.utf8.count - 1)
    let path = try ControlSocketPath(folder.path + "/" + name)
    try await LiveServer.run(at: path) { _ in #expect(SocketProbe(path) == .listening) }
  }

  @Test func aLongerPathIsRefusedWithItsLength() {
    let error = #expect(throws: ControlSocketPathError.self) {
      try ControlSocketPath("/" + String(repeating: "å", count: 60))
    }
    #expect(error?.description.contains("the path has 121 bytes and Linux allows 107") == true)
  }

  @Test func aSocketThatAnotherDaemonPutThereIsNotRemoved() async throws {
    let folder = try TemporaryFolder()
    let path = try ControlSocketPath(folder.path + "/c.sock")
    try await LiveServer.run(at: path) { _ in
      try FileManager.default.removeItem(atPath: path.text)
      try leaveStaleSocket(at: path)
    }
    #expect(SocketProbe(path) == .stale)
  }

  /// Binds a socket and closes it, as a process does that is killed.
  private func leaveStaleSocket(at path: ControlSocketPath) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.text.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    #expect(result == 0)
  }
}

/// A complete request after which the server closes.
let statusRequest = "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
