import Glibc

/// A small file of `key=value` lines that the supervisor wrote: the mark `started`, or the record `exit`.
struct RunRecord {
  let path: String
  private let values: [Substring: Substring]

  /// Longer than any record the supervisor writes.
  private static let bytesMost = 4096

  init(path: String, text: String) {
    self.path = path
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      values[line[..<equals]] = line[line.index(after: equals)...]
    }
    self.values = values
  }

  init(path: String, file: borrowing OwnedDescriptor) throws(CommandRunError) {
    guard let bytes = file.read(upTo: Self.bytesMost) else {
      throw .unreadable(path: path, reason: errorText(errno))
    }
    self.init(path: path, text: String(decoding: bytes, as: UTF8.self))
  }

  /// Nil when there is no such file.
  static func open(_ path: String) throws(CommandRunError) -> OwnedDescriptor? {
    let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    if number >= 0 { return OwnedDescriptor(number) }
    if errno == ENOENT { return nil }
    throw .unreadable(path: path, reason: errorText(errno))
  }

  func text(_ key: String) -> String? { values[key[...]].map(String.init) }

  func number<Number: FixedWidthInteger>(_ key: String) throws(CommandRunError) -> Number {
    guard let number: Number = try numberIfPresent(key) else { throw .damaged(path: path, reason: "no \(key)") }
    return number
  }

  func numberIfPresent<Number: FixedWidthInteger>(_ key: String) throws(CommandRunError) -> Number? {
    guard let text = values[key[...]] else { return nil }
    guard let number = Number(text) else {
      throw .damaged(path: path, reason: "\(key)=\(text) is not a whole number")
    }
    return number
  }
}
