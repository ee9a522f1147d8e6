import Glibc

/// The names in a directory, without `.` and `..`, in no order.
enum DirectoryListing {
  struct Entry {
    var name: String
    /// False where the file system does not tell.
    var isDirectory: Bool
  }

  /// Empty when there is no such directory, or it cannot be read.
  static func entries(of path: String) -> [Entry] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name == "." || name == ".." { continue }
      entries.append(Entry(name: name, isDirectory: entry.pointee.d_type == UInt8(DT_DIR)))
    }
    return entries
  }

  static func names(in path: String) -> [String] { entries(of: path).map(\.name) }
}
