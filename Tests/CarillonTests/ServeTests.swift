import ArgumentParser
import Testing

@testable import carillon

@Suite struct ServeTests {
  @Test(arguments: [
    (["--schedules", "nosuch"], "--schedules nosuch: No such file or directory"),
    (["--schedules", "/dev/null", "--state", ""], "--state is empty: name a folder, or leave it out for .carillon"),
    (["--schedules", "a", "--config", "b"], "--config and --schedules exclude each other: name the schedules in the file"),
  ]) func whatCannotBeMeantIsToldBeforeAnythingStarts(arguments: [String], sentence: String) throws {
    let error = try #require(throws: (any Error).self) { try Serve.parse(arguments) }
    #expect(Serve.message(for: error) == sentence)
  }

  @Test func aPatternMayMatchNothingYet() throws {
    _ = try Serve.parse(["--schedules", "nosuch/*.yaml"])
  }
}
