import ControlAPI
import ControlMessages
import Foundation
import Glibc
import Testing

@Suite struct PeerTests {
  @Test func theOwnerAndRootAreAdmitted() {
    let admission = PeerAdmission(userID: 1000)
    #expect(admission.admits(PeerCredentials(userID: 1000, groupID: 5, processID: 7)))
    #expect(admission.admits(PeerCredentials(userID: 0, groupID: 0, processID: 7)))
    #expect(!admission.admits(PeerCredentials(userID: 1001, groupID: 1000, processID: 7)))
  }

  /// Root asks as another user; another user, who cannot, asks a server of somebody else.
  @Test func anotherUserIsRefusedThoughTheSocketIsOpenToAll() async throws {
    let isRoot = geteuid() == 0
    try await LiveServer.run(owner: isRoot ? 0 : geteuid() + 1) { server in
      try openToAll(server.path)
      let answer = try await ask(server.path, asUser: isRoot ? 65534 : geteuid())
      #expect(answer.hasPrefix("HTTP/1.1 403"))
      #expect(answer.contains(#""code":"forbidden""#))
      #expect(!answer.contains("pid"))
    }
  }

  private func openToAll(_ path: ControlSocketPath) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path.folder)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path.text)
  }

  /// Speaks HTTP from a process of its own, for the kernel notes the user who connects.
  private func ask(_ path: ControlSocketPath, asUser user: UInt32) async throws -> String {
    let program = """
      import os, socket, sys
      if os.geteuid() == 0: os.setgroups([]); os.setgid(\(user)); os.setuid(\(user))
      peer = socket.socket(socket.AF_UNIX); peer.connect(sys.argv[1])
      peer.sendall(b"GET /api/v1/status HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
      while chunk := peer.recv(4096): sys.stdout.buffer.write(chunk)
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program, path.text]
    let output = Pipe()
    process.standardOutput = output
    try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in ended.resume() }
      do { try process.run() } catch { ended.resume(throwing: error) }
    }
    return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }
}
