import Glibc
import Scheduling

/// Keeps the key of an installation's callbacks in a file of its state directory.
package enum CallbackKeyFile {
  /// Reads the key; makes one when there is none.
  /// - Throws: what is wrong, with the path.
  package static func key(at path: String) throws(CallbackKeyError) -> CallbackKey {
    if let key = try read(path) { return key }
    try write(fresh(), to: path)
    guard let key = try read(path) else { throw CallbackKeyError("\(path): the key that was just written is not there") }
    return key
  }

  private static func fresh() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<CallbackKey.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// Nil when there is no such file.
  private static func read(_ path: String) throws(CallbackKeyError) -> CallbackKey? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw CallbackKeyError("\(path): the key of the callbacks cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: CallbackKey.byteCount + 1)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    guard count >= 0, let key = CallbackKey(bytes: Array(bytes.prefix(count))) else {
      throw CallbackKeyError(
        "\(path): it is no key of \(CallbackKey.byteCount) bytes; remove it for a new one, and callbacks that are awaited now are refused")
    }
    return key
  }

  /// Whole or not at all, and for its owner only. Another daemon's key that came first stays.
  private static func write(_ bytes: [UInt8], to path: String) throws(CallbackKeyError) {
    let draft = "\(path).\(getpid())"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CallbackKeyError("\(draft): \(String(cString: strerror(errno)))") }
    let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) } == bytes.count && fsync(file) == 0
    close(file)
    defer { unlink(draft) }
    guard written, link(draft, path) == 0 || errno == EEXIST else {
      throw CallbackKeyError("\(path): the key of the callbacks cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}

package struct CallbackKeyError: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
