import Glibc
import Seams

/// A file that appears whole under its name, or not at all.
struct BackupFile {
  let path: String
  let temporaryPath: String
  /// What an error says could not be written.
  private let what: String

  init(path: String, holding what: String = "a copy of the store") {
    self.path = path
    self.what = what
    temporaryPath = "\(path).\(getpid()).part"
  }

  /// Makes the temporary file, for its owner alone; SQLite fills an empty file.
  /// - Throws: when `path` is taken, or nothing can be written there.
  func prepare() throws(StoreError) {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw alreadyThere }
    unlink(temporaryPath)
    let descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
    guard descriptor >= 0 else { throw failure(errno) }
    close(descriptor)
  }

  /// Gives the file its name when it is on the disk. All of it is in the file: a log beside it would be lost.
  func finish() throws(StoreError) {
    try sync(temporaryPath, O_RDWR)
    try giveName()
    for suffix in ["-wal", "-shm"] { unlink(temporaryPath + suffix) }
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try sync(directory, O_RDONLY | O_DIRECTORY)
  }

  /// Whoever made a file of that name meanwhile keeps it: a link replaces nothing, where there are links.
  private func giveName() throws(StoreError) {
    if link(temporaryPath, path) == 0 {
      unlink(temporaryPath)
      return
    }
    switch errno {
    case EEXIST: throw alreadyThere
    case EPERM, EOPNOTSUPP, ENOSYS:
      guard rename(temporaryPath, path) == 0 else { throw failure(errno) }
    case let code: throw failure(code)
    }
  }

  func discard() {
    // The log and its index, where SQLite had it open.
    for suffix in ["-wal", "-shm", ""] { unlink(temporaryPath + suffix) }
  }

  private func sync(_ path: String, _ flags: CInt) throws(StoreError) {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(errno) }
  }

  private var alreadyThere: StoreError {
    StoreError(.other, "\(path): a file of this name is there already; give another name, or move it away")
  }

  func failure(_ code: CInt) -> StoreError {
    let kind: StoreError.Kind =
      switch code {
      case EACCES, EPERM, EROFS: .readOnly
      case ENOSPC, EDQUOT: .full
      default: .other
      }
    return StoreError(kind, "\(path): cannot write \(what): \(String(cString: strerror(code)))")
  }
}
