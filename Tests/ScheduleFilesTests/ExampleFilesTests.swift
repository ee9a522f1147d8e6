import Foundation
import Scheduling
import Testing

@testable import ScheduleFiles

/// The files that someone new copies from.
@Suite struct ExampleFilesTests {
  private func read(_ folder: String) -> FileCatalog {
    let calendars = (try? exampleConfiguration())?.calendars ?? []
    var reader = ScheduleFileReader(paths: ["\(projectDirectory)/schedules/\(folder)"], calendars: calendars, zoneNamed: zone)
    return reader.read()
  }

  private func exampleConfiguration(_ directory: TestDirectory? = nil) throws -> Configuration {
    let directory = try directory ?? TestDirectory()
    let text = try String(contentsOfFile: "\(projectDirectory)/schedules/carillon.example.yaml", encoding: .utf8)
    try directory.write("api-key", "ZENKEY_example\n")
    return try Configuration.load(path: directory.write("carillon.yaml", text), environment: [:])
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
    #expect(Set(catalog.schedules.map(\.record.name)).isSuperset(of: ["batch-inference", "retrain", "migrate-feature-store"]))
    #expect(Set(catalog.schedules.map(\.trigger.kind)) == Set(Trigger.Kind.allCases))
  }

  @Test func theExampleConfigurationHoldsTheDefaults() throws {
    let directory = try TestDirectory()
    let shown = try exampleConfiguration(directory)
    let defaults = try Configuration.load(path: directory.write("empty.yaml", "#"), environment: [:])
    #expect(shown.warnings.isEmpty)
    #expect(shown.server == Configuration.Server(url: "https://zenml.example.com", authentication: .apiKey(Secret("ZENKEY_example"))))
    #expect(shown.stateDirectory == defaults.stateDirectory && shown.socketPath == defaults.socketPath)
    #expect(shown.schedules == ["\(directory.path)/schedules"])
    #expect(shown.syncInterval == defaults.syncInterval && shown.sweepInterval == defaults.sweepInterval)
    #expect(shown.serverBindings == defaults.serverBindings)
    #expect(shown.logLevel == defaults.logLevel && shown.logFormat == defaults.logFormat)
    #expect(shown.limits == defaults.limits && shown.retention == defaults.retention)
  }

  @Test(arguments: [
    "state_directory", "server", "url", "project", "api_key", "api_key_file", "username", "password", "password_file", "token",
    "token_file",
    "schedules", "listen", "tls", "certificate", "key", "allowed_hosts", "zenml_login", "role", "users", "sync_interval", "sweep_interval",
    "server_bindings", "http_hosts", "kinds", "commands", "log_level",
    "log_format",
    "limits", "in_flight", "per_second", "target", "tags", "catch_up_per_second", "retention", "age", "rows", "bytes",
    "calendars", "time_zone", "dates", "weekly", "file", "days", "from", "to",
    "alerts", "sinks", "kind", "format", "secret_file", "host", "port", "tls", "ca_file", "argv", "timeout", "failed", "nth", "recovered",
    "missed", "late", "too_long", "server_unreachable", "target_unreachable", "disk", "health", "reminder", "per_minute", "ping",
  ])
  func theExampleConfigurationNamesEveryKey(key: String) throws {
    let text = try String(contentsOfFile: "\(projectDirectory)/schedules/carillon.example.yaml", encoding: .utf8)
    #expect(text.split(separator: "\n").contains { $0.drop { " #-".contains($0) }.hasPrefix("\(key):") })
  }

  @Test(arguments: StatedPolicy.Key.allCases.map(\.rawValue) + ["attempts", "backoff", "max_backoff", "budget", "exit_codes", "tags"])
  func theExamplesShowEveryKeyOfAPolicy(key: String) throws {
    let texts = try ["policies.yaml", "calendars.yaml"].map { name in
      try String(contentsOfFile: "\(projectDirectory)/schedules/examples/\(name)", encoding: .utf8)
    }
    #expect(texts.joined().split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("\(key):") })
  }

  @Test(arguments: StatedPolicy.Key.allCases.map(\.rawValue)) func thePageExplainsEveryKeyOfAPolicy(key: String) throws {
    let page = try String(contentsOfFile: "\(projectDirectory)/docs/schedule-files.md", encoding: .utf8)
    #expect(page.contains("\n| `\(key)"))
  }
}
