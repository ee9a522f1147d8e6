import Alerts
import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import carillon
@testable import carillon_manual

/// What documents show is what the program does.
@Suite struct DocsExamplesTests {
  /// Once for all tests: it takes a second.
  private static let program = try? JSONDecoder().decode(HelpDump.self, from: Data(Carillon._dumpHelp().utf8)).command

  @Test(arguments: Page.all) func yamlIsWhatTheReadersTake(page: Page) throws {
    for block in page.blocks where block.language == "yaml" {
      let sample = SampleFile(block: block)
      guard sample.isOurs else { continue }
      let problems = try sample.problems()
      #expect(problems.isEmpty, "\(page.path):\(block.line): \(problems.joined(separator: "\n"))")
    }
  }

  /// In one folder for each page: a block behind `<!-- file: NAME -->` is a file there.
  @Test(arguments: Page.all.filter { $0.blocks.contains { $0.language == "console" } })
  func consolesShowWhatTheProgramSays(page: Page) async throws {
    let folder = try ScratchDirectory()
    let test = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let programs = URL(fileURLWithPath: test).deletingLastPathComponent()
    for block in page.blocks {
      if let note = block.note, note.hasPrefix("file: ") { try folder.write(block.text, to: String(note.dropFirst(6))) }
      guard block.language == "console" else { continue }
      for example in ConsoleExample.all(in: block) {
        let said = try await example.run(in: folder.path, programs: programs.path)
        #expect(example.allows(said), "\(page.path):\(example.line): '\(example.command)' says:\n\(said.joined(separator: "\n"))")
      }
    }
  }

  @Test(arguments: Page.all) func everyCommandThatIsNamedExists(page: Page) {
    for block in page.blocks where !["yaml", "json", "python"].contains(block.language) {
      for (index, line) in block.lines.enumerated() where block.language != "console" || line.hasPrefix("$ ") {
        for mention in CommandMention.all(inShell: line) { check(mention, "\(page.path):\(block.line + index + 1)") }
      }
    }
    for span in page.spans { for mention in CommandMention.all(inShell: span.text) { check(mention, "\(page.path):\(span.line)") } }
  }

  @Test func everyCommandThatAdviceNamesExists() {
    let quoted = /'(carillon [^']*)'/
    let rules = Page.text("docs/monitoring/carillon.rules.yml").split(separator: "\n").filter { $0.contains("action:") }
    for (code, advice) in Array(ReasonAdvice.all) + Array(ReasonAdvice.over) {
      for match in advice.matches(of: quoted) { CommandMention.all(inShell: String(match.1)).forEach { check($0, code) } }
    }
    // Sentences, of which the first words are enough.
    for rule in rules {
      for match in rule.matches(of: /carillon ([a-z-]+)/) { check(CommandMention(words: [String(match.1)]), String(rule)) }
    }
  }

  private func check(_ mention: CommandMention, _ place: String) {
    guard let program = Self.program else { return _ = Issue.record("the program's own description cannot be read") }
    if let problem = mention.problem(in: program) { Issue.record("\(place): carillon \(mention.words.joined(separator: " ")): \(problem)") }
  }

  // MARK: The runbook

  @Test(arguments: AlertKind.allCases) func theRunbookHasEveryAlert(kind: AlertKind) {
    #expect(Page.text("docs/runbook.md").contains("\n### `\(kind.rawValue)`"))
  }

  @Test func theRunbookHasEveryRule() {
    let rules = Page.text("docs/monitoring/carillon.rules.yml").matches(of: /alert: (Carillon\w+)/).map { String($0.1) }
    let runbook = Page.text("docs/runbook.md")
    #expect(rules.count > 10)
    for rule in rules { #expect(runbook.contains("\n| `\(rule)` |"), "\(rule)") }
  }

  @Test func theIndexHasEveryDocument() {
    let index = Page.text("docs/README.md")
    for page in Page.all where page.path.hasPrefix("docs/") && page.path != "docs/README.md" {
      #expect(index.contains("](\(page.path.dropFirst("docs/".count))"), "\(page.path)")
    }
  }
}
