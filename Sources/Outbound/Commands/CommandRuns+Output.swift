import Glibc

extension CommandRuns {
  /// The last bytes of what the command printed to stdout and stderr, oldest first; empty when there is nothing.
  ///
  /// For a person to read: invalid UTF-8 is replaced, and a character that the cut goes through is left out.
  package func outputTail(of name: String, maximumBytes: Int) -> String {
    precondition(maximumBytes >= 0, "maximumBytes \(maximumBytes) is negative")
    guard let directory = try? directory(of: name) else { return "" }
    var tail = Self.tail(of: "\(directory)/output.log", maximumBytes: maximumBytes)
    if tail.count < maximumBytes {
      tail = Self.tail(of: "\(directory)/output.1.log", maximumBytes: maximumBytes - tail.count) + tail
    }
    let isContinuation = { (byte: UInt8) in byte & 0b1100_0000 == 0b1000_0000 }
    // Only a full tail can have been cut; a character has at most three continuation bytes.
    let cut = tail.count < maximumBytes ? 0 : tail.prefix(3).prefix(while: isContinuation).count
    return String(decoding: tail[cut...], as: UTF8.self)
  }

  private static func tail(of path: String, maximumBytes: Int) -> [UInt8] {
    let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard number >= 0 else { return [] }
    let file = OwnedDescriptor(number)
    let size = Int(lseek(number, 0, SEEK_END))
    let count = min(size, maximumBytes)
    lseek(number, off_t(size - count), SEEK_SET)
    return file.read(upTo: count) ?? []
  }

  /// Forgets the run: its records and its output. The name can then be started again.
  ///
  /// A running command is refused; a run that is not there is no error.
  package func remove(_ name: String) throws(CommandRunError) {
    if case .running(let supervisor) = try state(of: name) {
      throw .stillRunning(name: name, supervisor: supervisor)
    }
    let directory = try directory(of: name)
    // The mark goes last: a removal that was interrupted leaves a run that cannot be started twice.
    for file in Self.files(in: directory).sorted(by: { $1 == "started" && $0 != "started" }) {
      try Self.check(unlink("\(directory)/\(file)"), path: "\(directory)/\(file)")
    }
    try Self.check(rmdir(directory), path: directory)
  }

  private static func files(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var files: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if name != ".", name != ".." { files.append(name) }
    }
    return files
  }

  private static func check(_ result: Int32, path: String) throws(CommandRunError) {
    if result != 0, errno != ENOENT { throw .notRemoved(path: path, reason: errorText(errno)) }
  }
}
