import Foundation
import Scheduling
import Testing

@testable import ScheduleFiles

/// The files that someone new copies from.
@Suite struct ExampleFilesTests {
  private func read(_ folder: String) -> FileCatalog {
    var reader = ScheduleFileReader(paths: ["\(projectDirectory)/schedules/\(folder)"], zoneNamed: zone)
    return reader.read()
  }

  @Test(arguments: ["demo", "examples"]) func everyExampleIsReadWithoutAWord(folder: String) {
    let catalog = read(folder)
    #expect(catalog.problems.isEmpty && catalog.warnings.isEmpty, "\(catalog.problems) \(catalog.warnings)")
    #expect(!catalog.files.isEmpty)
  }

  @Test func theDemoFiresWithinFifteenSeconds() throws {
    let catalog = read("demo")
    #expect(catalog.schedules.map(\.record.name) == ["hello", "minute-batch", "nightly-report"])
    let hello = try #require(catalog.schedules.first)
    #expect(hello.record.interval == .seconds(10) && hello.definition.standing == .armed)
    #expect(catalog.schedules.allSatisfy { $0.trigger.kind == .command })
  }

  @Test func theExamplesShowEveryKindOfDocument() {
    let catalog = read("examples")
    #expect(catalog.bindings.map(\.match) == [.pipeline("retraining")])
    #expect(catalog.schedules.map(\.record.name) == ["batch-inference", "retrain", "migrate-feature-store"])
    #expect(Set(catalog.schedules.map(\.trigger.kind)) == [.http, .command])
  }

  @Test func theExampleConfigurationHoldsTheDefaults() throws {
    let directory = try TestDirectory()
    let text = try String(contentsOfFile: "\(projectDirectory)/schedules/carillon.example.yaml", encoding: .utf8)
    try directory.write("api-key", "ZENKEY_example\n")
    let shown = try Configuration.load(path: directory.write("carillon.yaml", text), environment: [:])
    let defaults = try Configuration.load(path: directory.write("empty.yaml", ""), environment: [:])
    #expect(shown.warnings.isEmpty)
    #expect(shown.server == Configuration.Server(url: "https://zenml.example.com", authentication: .apiKey(Secret("ZENKEY_example"))))
    #expect(shown.stateDirectory == defaults.stateDirectory && shown.socketPath == defaults.socketPath)
    #expect(shown.schedules == ["\(directory.path)/schedules"])
    #expect(shown.syncInterval == defaults.syncInterval && shown.sweepInterval == defaults.sweepInterval)
    #expect(shown.allowedHosts == defaults.allowedHosts)
    #expect(shown.logLevel == defaults.logLevel && shown.logFormat == defaults.logFormat)
  }

  @Test(arguments: [
    "state_directory", "server", "url", "project", "api_key", "api_key_file", "username", "password", "password_file", "token",
    "token_file",
    "schedules", "listen", "sync_interval", "sweep_interval", "server_bindings", "http_hosts", "log_level", "log_format",
  ])
  func theExampleConfigurationNamesEveryKey(key: String) throws {
    let text = try String(contentsOfFile: "\(projectDirectory)/schedules/carillon.example.yaml", encoding: .utf8)
    #expect(text.split(separator: "\n").contains { $0.drop { $0 == " " || $0 == "#" }.hasPrefix("\(key):") })
  }
}
