import Foundation
import Glibc
import SQLiteStorage
import Testing

struct StateDirectoryLockTests {
  let directory: TemporaryDirectory
  init() throws { directory = try TemporaryDirectory() }

  @Test func aDirectoryIsMadeForItsOwnerAlone() throws {
    let path = directory.path + "/state"
    _ = try StateDirectoryLock(directory: path)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
    #expect(try FileManager.default.attributesOfItem(atPath: path + "/lock")[.posixPermissions] as? Int == 0o600)
  }

  @Test func aSecondDaemonLearnsWhoHasTheDirectory() async throws {
    let path = directory.path
    let lock = try StateDirectoryLock(directory: path)
    let expected = "\(path): in use by another Carillon, process \(getpid()); stop that one, or set another state_directory"
    await #expect(processExitsWith: .success) { [path = path as String, expected = expected as String] in
      let error = #expect(throws: StateDirectoryError.self) { try StateDirectoryLock(directory: path) }
      #expect(error?.description == expected)
    }
    withExtendedLifetime(lock) {}
  }

  @Test func theDirectoryIsFreeWhenItsOwnerIsKilled() async throws {
    let path = directory.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try StateDirectoryLock(directory: path)
      withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
    }
    _ = try StateDirectoryLock(directory: path)
  }

  @Test func theDirectoryIsFreeWhenItsOwnerLetsGo() throws {
    for _ in 0..<2 { _ = try StateDirectoryLock(directory: directory.path) }
    #expect(try String(contentsOfFile: directory.path + "/lock", encoding: .utf8) == "\(getpid())\n")
  }

  @Test func aProgramThatTheOwnerStartsDoesNotKeepTheDirectory() throws {
    let lock = try StateDirectoryLock(directory: directory.path)
    let descriptor = try #require(try openDescriptor(of: directory.path + "/lock"))
    #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
    withExtendedLifetime(lock) {}
  }

  @Test func aDirectoryBelowAFileIsRefusedInOneSentence() throws {
    let file = directory.path + "/file"
    try Data().write(to: URL(filePath: file))
    #expect(
      try refusal(of: file + "/state")
        == "\(file)/state: cannot be used as state_directory: Not a directory; make the directory above it, or set another one")
  }

  @Test func aDirectoryWithoutParentIsRefusedInOneSentence() throws {
    let path = directory.path + "/a/b"
    #expect(
      try refusal(of: path)
        == "\(path): cannot be used as state_directory: No such file or directory; make the directory above it, or set another one")
  }

  /// sysfs takes no new directories, not even from root: for users who may not mount.
  @Test func anUnwritableDirectoryIsRefusedInOneSentence() throws {
    let disk = SmallFileSystem(bytes: 65_536)
    if let disk { #expect(disk.remountReadOnly()) }
    let path = disk?.path ?? "/sys/carillon"
    let answer = try refusal(of: path)
    #expect(answer.hasPrefix("\(path): cannot be used as state_directory: "))
    #expect(answer.hasSuffix("; make it writable for the daemon's user, or set another one"))
  }

  /// This process's descriptor of an open file.
  private func openDescriptor(of path: String) throws -> CInt? {
    let numbers = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    let match = numbers.first { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path }
    return match.flatMap { CInt($0) }
  }

  private func refusal(of path: String) throws -> String {
    try #require(throws: StateDirectoryError.self) { _ = try StateDirectoryLock(directory: path) }.description
  }
}
