import Foundation

/// A file of the package that is text.
struct TextFile: Sendable {
  /// From the package's root.
  let path: String
  let lines: [String]
  /// Of Swift and C: the lines without comments and without what stands in quotes. Of everything else as `lines`.
  let code: [String]

  /// Nil for what is no UTF-8 text.
  init?(path: String, root: URL) {
    guard let bytes = FileManager.default.contents(atPath: root.appendingPathComponent(path).path),
      !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    self.path = path
    lines = Self.lines(of: text)
    let isCode = [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
    code = isCode ? Self.lines(of: CodeText(text).withoutCommentsAndQuotes) : lines
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// One finding for each line of `lines` that `problem` finds fault with.
  func findings(in lines: [String], _ problem: (String) -> String?) -> [Finding] {
    lines.enumerated().compactMap { index, line in problem(line).map { Finding(path, line: index + 1, $0) } }
  }
}
