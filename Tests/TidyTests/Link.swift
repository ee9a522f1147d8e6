/// A relative link of a Markdown file.
struct Link {
  let file: String
  let line: Int
  /// From the package's root.
  let target: String
  /// Behind `#`; nil when the file as a whole is meant.
  let anchor: String?

  static func all(in tree: Tree) -> [Link] {
    tree.files(".md").flatMap { file in
      file.lines.enumerated().flatMap { index, text in
        addresses(in: text).compactMap { address in
          target(of: address, in: file.path).map { Link(file: file.path, line: index + 1, target: $0, anchor: anchor(of: address)) }
        }
      }
    }
  }

  /// What stands between `](` and `)`.
  private static func addresses(in line: String) -> [Substring] {
    line.split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      rest.firstIndex(of: ")").map { rest[..<$0] }
    }
  }

  private static func anchor(of address: Substring) -> String? { address.firstIndex(of: "#").map { String(address[$0...].dropFirst()) } }

  /// Nil for an address elsewhere.
  private static func target(of address: Substring, in file: String) -> String? {
    let path = address.prefix { $0 != "#" }
    guard !path.contains("://"), !path.hasPrefix("mailto:") else { return nil }
    if path.isEmpty { return address.isEmpty ? nil : file }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
