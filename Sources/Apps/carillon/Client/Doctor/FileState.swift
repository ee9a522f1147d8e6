// CLinux, Dispatch: the modules in which `stat` of <sys/stat.h> may stand on Linux, beside Glibc.
import CLinux
import Dispatch
import Glibc

/// What the file system says about a path.
struct FileState {
  private var info = stat()

  /// Nil when nothing is there, or it cannot be seen; `errno` says which.
  init?(_ path: String) {
    guard stat(path, &info) == 0 else { return nil }
  }

  var isFolder: Bool { info.st_mode & S_IFMT == S_IFDIR }
  var isFile: Bool { info.st_mode & S_IFMT == S_IFREG }
  /// By others than the owner; a folder's sticky bit does not help against new files.
  var isWritableByOthers: Bool { info.st_mode & S_IWOTH != 0 }
  var isReadableByOthers: Bool { info.st_mode & S_IROTH != 0 }
  var isOwn: Bool { info.st_uid == geteuid() }

  /// `carillon`, or the number of an account that is gone.
  var owner: String { getpwuid(info.st_uid).map { String(cString: $0.pointee.pw_name) } ?? String(info.st_uid) }
}

/// What is left on a disk.
struct DiskSpace {
  let freeBytes: UInt64
  let totalBytes: UInt64
  /// Nil where the file system makes them as they are needed.
  let freeFiles: UInt64?

  /// For those without privileges, on the file system that holds `path`.
  init?(at path: String) {
    var info = statvfs()
    guard statvfs(path, &info) == 0 else { return nil }
    freeBytes = UInt64(info.f_bavail) * UInt64(info.f_frsize)
    totalBytes = UInt64(info.f_blocks) * UInt64(info.f_frsize)
    freeFiles = info.f_files == 0 ? nil : UInt64(info.f_favail)
  }

  static func words(_ bytes: UInt64) -> String {
    bytes >= 10 << 30 ? "\(bytes >> 30) GiB" : bytes >= 1 << 30 ? "\(Double(bytes * 10 / (1 << 30)) / 10) GiB" : "\(bytes >> 20) MiB"
  }
}

/// A program as execvp(3) finds it.
enum ProgramSearch {
  /// - Parameter searchPath: of the environment in which it is started.
  /// - Returns: its path; nil when there is none, or it cannot be executed.
  static func find(_ program: String, in searchPath: String) -> String? {
    let candidates = program.contains("/") ? [program] : searchPath.split(separator: ":").map { "\($0)/\(program)" }
    return candidates.first { FileState($0)?.isFile == true && access($0, X_OK) == 0 }
  }
}
