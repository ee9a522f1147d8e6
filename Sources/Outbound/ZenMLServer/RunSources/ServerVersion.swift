/// `0.98.0`, as far as it decides what a server can do.
struct ServerVersion: Sendable, Equatable, CustomStringConvertible {
  let description: String
  private let numbers: [Int]

  init(_ text: String) {
    description = text
    numbers = text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
  }

  /// Runs from builds came with 0.55.5 and went after 0.58.2.
  var runsBuilds: Bool { numbers.lexicographicallyPrecedes([0, 59]) }
}
