import Seams

/// Which schema each release has. A line for each release whose schema differs from the one before.
package enum SchemaReleases {
  static let all: [(release: [Int], schema: Int)] = [([0, 1, 0], 1), ([0, 2, 0], 2)]

  /// The schema of a version: `0.1.0`, or as a package has it, `1:0.1.0-1`.
  ///
  /// A build between two releases (`0.1.0+git…`) counts as the later one, on the way to which it is; so does a candidate for a
  /// release (`0.2.0~rc1`).
  package static func schema(of version: String) throws(StoreError) -> Int {
    let text = version.split(separator: ":").last.map(String.init) ?? version
    let numbers = text.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
    let rest = text.drop { $0.isNumber || $0 == "." }
    guard numbers.count == 3, rest.isEmpty || "-+~".contains(rest.first ?? " ") else {
      throw StoreError(.other, "'\(version)' is no version of Carillon; write one such as 0.1.0")
    }
    guard let first = all.first, !numbers.lexicographicallyPrecedes(first.release) else {
      throw StoreError(.other, "there is no release \(version): the first one is 0.1.0")
    }
    if rest.first == "+" {
      return all.first { numbers.lexicographicallyPrecedes($0.release) }?.schema ?? Schema.version
    }
    return all.last { !numbers.lexicographicallyPrecedes($0.release) }?.schema ?? Schema.version
  }
}
