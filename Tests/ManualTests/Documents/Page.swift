import Foundation
import Testing

/// A document as a test reads it: what it shows in fences, and what it names between backticks.
struct Page: Sendable, CustomTestStringConvertible {
  struct Block: Sendable {
    /// Of the fence.
    let line: Int
    let language: String
    /// The comment on the line above the fence: `<!-- part of http -->` says `part of http`.
    let note: String?
    let text: String

    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
  }

  struct Span: Sendable {
    let line: Int
    let text: String
  }

  let path: String
  private(set) var blocks: [Block] = []
  private(set) var spans: [Span] = []

  var testDescription: String { path }

  init(path: String, text: String) {
    self.path = path
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().makeIterator()
    var (paragraph, before): ([(line: Int, text: Substring)], Substring) = ([], "")
    while let (index, line) = lines.next() {
      if line.hasPrefix("```") {
        addSpans(of: &paragraph)
        var inside: [Substring] = []
        while let (_, next) = lines.next(), next != "```" { inside.append(next) }
        let block = Block(
          line: index + 1, language: String(line.dropFirst(3)), note: Self.comment(before), text: inside.map { $0 + "\n" }.joined())
        blocks.append(block)
      } else if line.isEmpty {
        addSpans(of: &paragraph)
      } else {
        paragraph.append((index + 1, line))
      }
      before = line
    }
    addSpans(of: &paragraph)
  }

  /// Words between backticks may go on in the next line of a paragraph.
  private mutating func addSpans(of paragraph: inout [(line: Int, text: Substring)]) {
    var (isInside, words, start) = (false, "", 0)
    for (line, text) in paragraph {
      for (index, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
        if index > 0 {
          if isInside { spans.append(Span(line: start, text: words)) }
          (isInside, words, start) = (!isInside, "", line)
        }
        words += part
      }
      words += " "
    }
    paragraph = []
  }

  private static func comment(_ line: Substring) -> String? {
    guard line.hasPrefix("<!-- "), line.hasSuffix(" -->") else { return nil }
    return String(line.dropFirst(5).dropLast(4))
  }

  // MARK: All of them

  static let packageFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")

  static func text(_ path: String) -> String { (try? String(contentsOfFile: "\(packageFolder)/\(path)", encoding: .utf8)) ?? "" }

  /// README, CONTRIBUTING, and docs without its subfolders.
  static let all: [Page] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(packageFolder)/docs")) ?? []
    let paths = ["README.md", "CONTRIBUTING.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    return paths.map { Page(path: $0, text: text($0)) }
  }()
}
