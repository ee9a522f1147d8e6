import ControlMessages
import Foundation
import Glibc
import Seams
import TestSupport
import Testing

@testable import ControlAPI

@Suite struct SlowPeerTests {
  /// They hold for the client that asks afterwards too, on a machine that is busy.
  private var hasty: ControlLimits {
    var limits = ControlLimits.standard
    limits.headTime = .seconds(1)
    limits.bodyTime = .seconds(1)
    return limits
  }

  @Test(arguments: [
    "", "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: ",
    "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nkey=",
  ])
  func whoSendsAByteNowAndThenIsCut(beginning: String) async throws {
    try await NetworkScene.run(limits: hasty) { (scene) async throws in
      // It ends when the connection does, for nothing else ends it: the idle time is 30 s.
      let answer = try await RawPeer(port: scene.port).answer(to: beginning)
      #expect(!answer.hasPrefix("HTTP/1.1 200"))
      #expect(try await scene.client.status().version == CarillonVersion.current)
    }
  }

  @Test func aHostOfSlowPeersDoesNotKeepTheSocketWaiting() async throws {
    var limits = ControlLimits.standard
    limits.networkConnections = 8
    try await NetworkScene.run(limits: limits) { (scene) async throws in
      let peers = (0..<32).compactMap { _ in try? SlowPeer(port: scene.port) }
      #expect(peers.count == 32)
      #expect(try await scene.client.status().version == CarillonVersion.current)
      withExtendedLifetime(peers) {}
    }
  }

  @Test(arguments: [
    "GARBAGE\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}", "GET / HTTP/9.9\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + String(repeating: "y", count: 20_000) + "\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\n" + String(repeating: "x", count: 70_000),
  ])
  func whatIsMalformedOrTooLargeIsAnsweredAndCut(request: String) async throws {
    try await NetworkScene.run { (scene) async throws in
      let answer = try await RawPeer(port: scene.port).answer(to: request)
      #expect(answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(100))")
      #expect(try await scene.send("GET", "/sign-in").status == 200)
      #expect(try await scene.client.status().version == CarillonVersion.current)
    }
  }

  @Test func whoAsksTooFastIsToldToWait() async throws {
    try await NetworkScene.run { (scene) async throws in
      var statuses: Set<Int> = []
      for _ in 0..<(2 * RequestPace.strangerPerSecond + 1) { statuses.insert(try await scene.send("GET", "/sign-in").status) }
      #expect(statuses == [200, 429])
      scene.clock.advance(by: .seconds(1))
      #expect(try await scene.send("GET", "/sign-in").status == 200)
    }
  }

  @Test func manyServicesThatCallBackAtOnceAreAllHeardAndWhoeverGuessesTokensIsNot() async throws {
    try await NetworkScene.run { (scene) async throws in
      var statuses: Set<Int> = []
      for _ in 0..<(2 * RequestPace.strangerPerSecond + 1) { statuses.insert(try await scene.send("POST", "/callbacks/right").status) }
      #expect(statuses == [204])
      var guesses: [Int] = []
      for _ in 0..<(2 * RequestPace.strangerPerSecond + 1) { guesses.append(try await scene.send("POST", "/callbacks/wrong").status) }
      #expect(guesses.dropLast().allSatisfy { $0 == 404 } && guesses.last == 429)
      #expect(try await scene.send("POST", "/callbacks/wrong").header("Retry-After") == "1")
      #expect(try await scene.send("POST", "/callbacks/right").status == 204)
    }
  }
}

/// A connection on which the head of a request begins and does not go on; it ends with its owner.
private final class SlowPeer {
  private let descriptor: Int32

  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard result == 0 else {
      close(descriptor)
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    _ = "GET / HTTP/1.1\r\nX: ".withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
  }

  deinit { close(descriptor) }
}
