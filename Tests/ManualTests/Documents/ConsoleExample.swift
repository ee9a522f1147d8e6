import Foundation
import TestSupport

/// One line of a console as a document shows it, and what the program says to it.
struct ConsoleExample {
  let line: Int
  let command: String
  private(set) var expected: [String] = []

  /// `$ ` begins a command; what stands below it is its output.
  static func all(in block: Page.Block) -> [ConsoleExample] {
    var examples: [ConsoleExample] = []
    for (index, text) in block.lines.dropLast().enumerated() {
      if text.hasPrefix("$ ") {
        examples.append(ConsoleExample(line: block.line + index + 1, command: String(text.dropFirst(2))))
      } else if !examples.isEmpty {
        examples[examples.count - 1].expected.append(text)
      }
    }
    return examples
  }

  /// Standard output and error, as on a terminal.
  func run(in folder: String, programs: String) async throws -> [String] {
    let said = try await onAThreadOfItsOwn { try output(in: folder, programs: programs) }
    return said.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop(whileLast: \.isWhitespace) }.dropLast()
  }

  private func output(in folder: String, programs: String) throws -> String {
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "exec 2>&1; \(command)"]
    shell.currentDirectoryURL = URL(fileURLWithPath: folder)
    shell.environment = [
      "PATH": "\(programs):/usr/bin:/bin", "HOME": folder, "TZ": "UTC", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "COLUMNS": "120",
    ]
    shell.standardInput = FileHandle.nullDevice
    shell.standardOutput = output
    try shell.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    return said
  }

  /// A line `…` stands for any lines, `…` within one for any words.
  func allows(_ said: [String]) -> Bool { Self.matches(expected[...], said[...]) { Self.matches(Array($0)[...], Array($1)[...], ==) } }

  /// Whether the text is what the pattern allows, in which `…` stands for any part.
  private static func matches<Part: Mark>(_ pattern: ArraySlice<Part>, _ text: ArraySlice<Part>, _ same: (Part, Part) -> Bool) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first.isAnything {
      return matches(pattern.dropFirst(), text, same) || (!text.isEmpty && matches(pattern, text.dropFirst(), same))
    }
    guard let next = text.first, same(first, next) else { return false }
    return matches(pattern.dropFirst(), text.dropFirst(), same)
  }
}

/// What a pattern is made of.
private protocol Mark { var isAnything: Bool { get } }

extension String: Mark { fileprivate var isAnything: Bool { self == "…" } }
extension Character: Mark { fileprivate var isAnything: Bool { self == "…" } }

extension Substring {
  fileprivate func drop(whileLast isDropped: (Character) -> Bool) -> String {
    var text = self
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
