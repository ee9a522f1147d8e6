import ArgumentParser
import ControlMessages
import Scheduling
import TestSupport
import Testing

@testable import carillon

@Suite struct BodyTests {
  @Test func membersAreTextsOrJSONAndDotsLeadIntoObjects() throws {
    let body = try BodyOptions.parse([
      "--set", "name=warehouse", "--set", "values.user=alice", "--set", "values.password=a=b", "--set-json", "private=true",
      "--set-json", "values.old=null",
    ])
    #expect(
      try body.members() == [
        "name": "warehouse", "private": true, "values": ["user": "alice", "password": "a=b", "old": nil],
      ])
  }

  @Test func whatIsSetWinsOverTheFile() throws {
    let directory = try ScratchDirectory()
    try directory.write(#"{"name": "a", "configuration": {"x": 1, "y": 2}, "unknown": [1]}"#, to: "body.json")
    let body = try BodyOptions.parse(["--file", directory.path("body.json"), "--set", "name=b", "--set-json", "configuration.y=3"])
    #expect(try body.members() == ["name": "b", "configuration": ["x": 1, "y": 3], "unknown": [1]])
  }

  @Test(arguments: [["--set", "name"], ["--set", "=a"], ["--set", "a..b=c"], ["--set-json", "a=b"], []])
  func whatCannotBeSentIsAUsageError(arguments: [String]) {
    #expect(throws: (any Error).self) { try BodyOptions.parse(arguments) }
  }

  @Test func aValueAndAnObjectOfOneNameExcludeEachOther() throws {
    let body = try BodyOptions.parse(["--set", "values=a", "--set", "values.user=alice"])
    #expect(throws: ControlProblem(.badRequest, "'values' is given as a value and as an object with 'user' in it")) { try body.members() }
  }

  @Test(arguments: ["[1]", "{", "\"text\""]) func aFileThatIsNoObjectIsRefused(text: String) throws {
    let directory = try ScratchDirectory()
    try directory.write(text, to: "body.json")
    let path = directory.path("body.json")
    #expect(throws: ControlProblem(.badRequest, "\(path): is not one JSON object")) { try BodyFile(path: path).members() }
  }

  @Test func aFileThatIsNotThereIsNamed() {
    let error = #expect(throws: ControlProblem.self) { try BodyFile(path: "/nowhere/body.json").members() }
    #expect(error?.message.hasPrefix("/nowhere/body.json: cannot be read") == true)
  }
}
