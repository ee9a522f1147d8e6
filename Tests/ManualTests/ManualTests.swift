import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import carillon
@testable import carillon_manual

@Suite struct ManualTests {
  private func pages() throws -> [String: String] {
    let help = try JSONDecoder().decode(HelpDump.self, from: Data(Carillon._dumpHelp().utf8))
    let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let example = try String(contentsOfFile: "\(package)/schedules/carillon.example.yaml", encoding: .utf8)
    return Manual.pages(of: help.command, version: "0.1.0", date: Manual.date(1_795_226_400), example: example)
  }

  @Test func everyCommandHasAPage() throws {
    let pages = try pages()
    for command in Carillon.configuration.subcommands where command.configuration.shouldDisplay {
      let page = try #require(pages["carillon-\(command._commandName).1"], "\(command._commandName)")
      #expect(page.contains(".Sh EXAMPLES\n") && page.contains(".Dd November 21, 2026\n"))
    }
    #expect(pages["carillon.yaml.5"]?.contains("state_directory: .carillon") == true)
  }

  /// mandoc(1) reads every page as people will.
  @Test func theLanguageOfEveryPageIsSound() async throws {
    let folder = try ScratchDirectory()
    let pages = try pages()
    for (name, text) in pages { try folder.write(text, to: name) }
    let arguments = ["-Tlint", "-W", "warning"] + pages.keys.sorted().map { folder.path($0) }
    let (status, complaints) = try await onAThreadOfItsOwn {
      let (mandoc, output) = (Process(), Pipe())
      mandoc.executableURL = URL(fileURLWithPath: "/usr/bin/mandoc")
      mandoc.arguments = arguments
      mandoc.standardOutput = output
      try mandoc.run()
      let complaints = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      mandoc.waitUntilExit()
      return (mandoc.terminationStatus, complaints)
    }
    #expect(status == 0 && complaints.isEmpty, "\(complaints)")
  }

  @Test func whatLooksLikeAMacroIsText() {
    #expect(Mdoc.text(".Sh it") == "\\&.Sh it" && Mdoc.text("'x") == "\\&'x")
    #expect(Mdoc.text("a\\b") == "a\\eb" && Mdoc.typed("--all") == "\\-\\-all" && Mdoc.text("…") == "\\[u2026]")
    #expect(Mdoc.argument("a \"b\"") == "\"a \\(dqb\\(dq\"")
  }

  @Test func examplesLeaveTheText() {
    let discussion = Discussion("One.\nExample: carillon list\nTwo. Example: carillon show x\nExamples: a; b")
    #expect(discussion.text == "One.\nTwo. " && discussion.examples == ["carillon list", "carillon show x", "a", "b"])
  }
}
