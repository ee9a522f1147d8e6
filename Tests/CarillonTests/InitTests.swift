import ControlMessages
import Foundation
import TestSupport
import Testing

@testable import carillon

@Suite struct InitTests {
  @Test func whatIsWrittenPassesCheckAndIsNeverOverwritten() throws {
    let folder = try ScratchDirectory()
    let files = FirstFiles(timeZone: "Europe/Stockholm")
    let paths = try files.write(into: folder.path("new"))
    #expect(paths == [folder.path("new/carillon.yaml"), folder.path("new/schedules/first.yaml")])
    let report = FileCheck(configurations: [paths[0]], schedules: [], environment: [:]).report()
    #expect(!report.hasErrors && report.schedules == 1, "\(report.text)")

    try folder.write("mine", to: "new/carillon.yaml")
    let problem = #expect(throws: ControlProblem.self) { try files.write(into: folder.path("new")) }
    #expect(problem?.message.contains("nothing is overwritten") == true)
    #expect(folder.read("new/carillon.yaml") == "mine")
  }

  @Test func aServerIsWrittenDownWithItsKey() throws {
    let folder = try ScratchDirectory()
    try folder.write("ZENKEY_1", to: "key")
    let files = FirstFiles(server: "https://zenml.example.com", apiKeyFile: folder.path("key"), timeZone: "UTC")
    let paths = try files.write(into: folder.path)
    #expect(!FileCheck(configurations: [paths[0]], schedules: [], environment: [:]).report().hasErrors)
    #expect(folder.read("carillon.yaml")?.contains("  url: \"https://zenml.example.com\"\n") == true)
  }

  @Test func whatWouldNotWorkLeavesNothingBehind() throws {
    let folder = try ScratchDirectory()
    let files = FirstFiles(server: "zenml.example.com/x y", apiKeyFile: folder.path("missing"), timeZone: "UTC")
    for place in ["", "new/and/deep"] {
      let problem = #expect(throws: ControlProblem.self) { try files.write(into: folder.path(place)) }
      #expect(problem?.message.contains("nothing was written") == true, "\(problem?.message ?? "")")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [], "no folder either")
  }

  @Test(arguments: [("~/carillon", "/srv/me/carillon"), ("~", "/srv/me"), ("~other/x", "~other/x"), ("a/~/b", "a/~/b"), ("", "")])
  func anAnswerMayBeginWithTheHomeFolder(answer: String, path: String) { #expect(answer.expandingHome("/srv/me") == path) }

  @Test func whatToTypeNextCanBeTyped() {
    let text = NextSteps(paths: ["/srv/a b/carillon.yaml", "/srv/a b/schedules/first.yaml"], hasServer: true).text
    #expect(text.contains("carillon serve --config '/srv/a b/carillon.yaml'") && text.contains("carillon doctor --config"))
  }

  @Test(arguments: ["/etc/localtime"]) func theZoneOfThisMachineIsOneThatItKnows(_: String) {
    if let name = MachineZone.name { #expect(CommandParts.zone(named: name) != nil) }
  }
}
