/// A relative link of a Markdown file.
struct Link {
  let file: String
  let line: Int
  /// From the package's root.
  let target: String

  static func all(in tree: Tree) -> [Link] {
    tree.files(".md").flatMap { file in
      file.lines.enumerated().flatMap { index, text in
        addresses(in: text).compactMap { address in
          target(of: address, in: file.path).map { Link(file: file.path, line: index + 1, target: $0) }
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

  /// Nil for an address elsewhere and for a place in the same file.
  private static func target(of address: Substring, in file: String) -> String? {
    let path = address.prefix { $0 != "#" }
    guard !path.isEmpty, !path.contains("://"), !path.hasPrefix("mailto:") else { return nil }
    var parts = file.split(separator: "/").dropLast().map(String.init)
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}
