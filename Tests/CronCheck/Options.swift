/// `--name value` pairs.
struct Options {
  private var values: [String: String] = [:]

  private static let names = ["--slice", "--seed", "--count"]

  init(_ arguments: ArraySlice<String>) throws(UsageError) {
    var rest = arguments
    while let name = rest.popFirst() {
      guard Self.names.contains(name) else { throw UsageError(text: "unknown option \(name)") }
      guard let value = rest.popFirst() else { throw UsageError(text: "\(name) needs a value") }
      values[name] = value
    }
  }

  func number(_ name: String) throws(UsageError) -> UInt64? {
    guard let text = values[name] else { return nil }
    guard let number = UInt64(text), number < 1 << 62 else { throw UsageError(text: "\(name) '\(text)' is not a number") }
    return number
  }

  /// `K/N`: the K-th of N parts, from 1 on. All of it when it is not given.
  func slice() throws(UsageError) -> (part: Int, of: Int) {
    guard let text = values["--slice"] else { return (1, 1) }
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard numbers.count == 2, numbers[1] > 0, 1...numbers[1] ~= numbers[0] else {
      throw UsageError(text: "--slice '\(text)' is not K/N with K from 1 to N")
    }
    return (numbers[0], numbers[1])
  }
}
