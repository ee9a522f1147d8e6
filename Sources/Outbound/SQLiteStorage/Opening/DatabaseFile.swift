import Glibc
import Seams

/// The file before SQLite sees it.
///
/// SQLite would take an empty file of any mode, and would switch another program's database to WAL before it could be
/// told apart, so the first bytes are read here. Source of the offsets: sqlite.org/fileformat2.html, section 1.3.
struct DatabaseFile {
  let path: String

  /// "Cari" in ASCII: how `file` and other programs tell whose database this is.
  static let applicationID: UInt32 = 0x4361_7269

  private static let magic = Array("SQLite format 3\0".utf8)
  private static let applicationIDOffset = 68
  private static let headerLength = 100

  /// Makes the file, readable for its owner alone, or checks the one that is there.
  ///
  /// Called before SQLite has the file open: closing a descriptor of a file drops all POSIX locks that the process
  /// holds on it.
  func prepare() throws(StoreError) {
    let created = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
    if created >= 0 {
      close(created)
      return try syncDirectory()
    }
    guard errno == EEXIST else { throw cannotOpen(errno) }
    let existing = open(path, O_RDWR | O_CLOEXEC)
    guard existing >= 0 else { throw cannotOpen(errno) }
    defer { close(existing) }
    try check(try header(of: existing))
  }

  private func header(of descriptor: CInt) throws(StoreError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.headerLength)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count >= 0 else { throw cannotOpen(errno) }
    return Array(bytes.prefix(count))
  }

  private func check(_ header: [UInt8]) throws(StoreError) {
    // What a crash between making the file and SQLite's first write leaves.
    if header.isEmpty { return }
    guard header.count == Self.headerLength, header.starts(with: Self.magic) else {
      throw StoreError(.damaged, "\(path): not a SQLite database; move it away, or set another state_directory")
    }
    let id = header[Self.applicationIDOffset..<Self.applicationIDOffset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard id == Self.applicationID else {
      throw StoreError(.other, "\(path): a SQLite database of another program; move it away, or set another state_directory")
    }
  }

  /// A new file survives a crash of the machine only when its directory is on the disk too.
  private func syncDirectory() throws(StoreError) {
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw cannotOpen(errno) }
  }

  private func cannotOpen(_ code: CInt) -> StoreError {
    let kind: StoreError.Kind =
      switch code {
      case EACCES, EPERM, EROFS: .readOnly
      case ENOSPC, EDQUOT: .full
      default: .other
      }
    let answer = String(cString: strerror(code))
    return StoreError(
      kind, "\(path): cannot open the store: \(answer); set a state_directory that the daemon's user can write to")
  }
}
