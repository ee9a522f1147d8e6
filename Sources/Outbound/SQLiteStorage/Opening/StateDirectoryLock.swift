import CLinux
import Glibc

/// The right to use a state directory, held by one daemon for as long as this object lives.
///
/// A flock(2) on `<directory>/lock`: the kernel gives it back however the process ends, and programs that the daemon
/// starts do not inherit it. The file holds the owner's process id for people to read, and is never removed: whoever
/// waits on a removed file would hold a lock that nobody else sees.
package final class StateDirectoryLock: Sendable {
  private let descriptor: CInt

  /// Makes the directory, for its owner alone, when only its last part is missing.
  package init(directory: String) throws(StateDirectoryError) {
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw .unusable(directory, errno: errno) }
    let file = open("\(directory)/lock", O_RDWR | O_CREAT | O_CLOEXEC, mode_t(0o600))
    guard file >= 0 else { throw .unusable(directory, errno: errno) }
    do throws(StateDirectoryError) {
      try Self.lock(file, directory)
    } catch {
      close(file)
      throw error
    }
    descriptor = file
  }

  deinit {
    // Closing alone frees it only when no child is between fork and exec, where it still has a copy of the descriptor.
    let unlock: (CInt, CInt) -> CInt = flock
    _ = unlock(descriptor, LOCK_UN)
    close(descriptor)
  }

  private static func lock(_ file: CInt, _ directory: String) throws(StateDirectoryError) {
    let result = linux_try_lock_exclusive(file)
    if result == -EWOULDBLOCK { throw .inUse(directory, processID: owner(in: file)) }
    guard result == 0 else { throw .unusable(directory, errno: -result) }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else {
      throw .unusable(directory, errno: errno)
    }
  }

  /// Nil when the owner has not written its id yet.
  private static func owner(in file: CInt) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(file, &bytes, bytes.count, 0)
    return Int32(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
  }
}

package enum StateDirectoryError: Error, Hashable, Sendable {
  /// Another daemon has it; its process id when it is known.
  case inUse(String, processID: Int32?)
  case unusable(String, errno: CInt)
}

extension StateDirectoryError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .inUse(let directory, let processID):
      let owner = processID.map { "process \($0)" } ?? "another process"
      return "\(directory): in use by another Carillon, \(owner); stop that one, or set another state_directory"
    case .unusable(let directory, let code):
      let answer = String(cString: strerror(code))
      return "\(directory): cannot be used as state_directory: \(answer); \(Self.advice(on: code))"
    }
  }

  private static func advice(on code: CInt) -> String {
    switch code {
    case ENOENT, ENOTDIR: "make the directory above it, or set another one"
    case ENOSPC, EDQUOT: "make room on its file system"
    default: "make it writable for the daemon's user, or set another one"
    }
  }
}
