import Foundation
import TestSupport
import Testing

/// Schedules of files become schedules of a real server, and come back.
@Suite("Applied to a server,", .serialized, .timeLimit(.minutes(15)))
struct ApplyTests {
  private let fixture = ZenMLFixture.shared
  private let server: ZenMLServer

  init() async throws { server = try await fixture.server() }

  private struct Report: Decodable {
    struct Step: Decodable {
      let action: String
      let schedule: String
      let error: String?
    }
    let steps: [Step]

    func action(_ name: String) -> String? { steps.first { $0.schedule == name }?.action }
  }

  /// A place with a configuration for the server, and a folder of files to apply.
  private func place(_ files: [String: String]) throws -> DaemonPlace {
    let place = try DaemonPlace(
      "server: {url: \"\(server.facts.url)\", api_key_file: key}\nserver_bindings: {http_hosts: [127.0.0.1]}", schedules: [:])
    try place.writeSecret(server.facts.apiKey, to: "key")
    for (name, text) in files { try place.directory.write(text, to: "wanted/\(name)") }
    return place
  }

  private func apply(_ place: DaemonPlace, _ options: String...) async throws -> CommandResult {
    try await CLI.run(["apply", place.directory.path("wanted"), "--config", place.configurationPath, "--json"] + options)
  }

  @Test func schedulesFireAndASecondApplyChangesNothing() async throws {
    let target = try RecordingTarget()
    let name = uniqueName("applied")
    let place = try place(["a.yaml": ScheduleFile.http(name, "interval_seconds: 2", url: target.url("/applied"))])
    let diff = try await apply(place, "--diff")
    #expect(diff.status == 1)
    #expect(try diff.decoded(Report.self).action(name) == "create")
    let made = try await apply(place)
    #expect(made.status == 0, "\(made)")
    #expect(try await apply(place).decoded(Report.self).action(name) == "keep")
    #expect(try await apply(place, "--diff").status == 0)
    try await place.withDaemon { _ in
      _ = try await eventually("the server's schedule fires as the file says") {
        target.keys("/applied").count
      } until: {
        $0 >= 2
      }
    }
  }

  @Test func changesAreMadeInPlaceOrAnew() async throws {
    let name = uniqueName("changed")
    let place = try place(["a.yaml": ScheduleFile.http(name, "cron_expression: \"0 2 * * *\"", url: "http://127.0.0.1:9/a")])
    #expect(try await apply(place).status == 0)
    try place.directory.write(ScheduleFile.http(name, "cron_expression: \"5 2 * * *\"", url: "http://127.0.0.1:9/b"), to: "wanted/a.yaml")
    #expect(try await apply(place).decoded(Report.self).action(name) == "update")
    try place.directory.write(ScheduleFile.http(name, "interval_seconds: 3600", url: "http://127.0.0.1:9/b"), to: "wanted/a.yaml")
    #expect(try await apply(place).decoded(Report.self).action(name) == "replace")
    #expect(try await apply(place).decoded(Report.self).action(name) == "keep")
  }

  @Test func pruneTakesOnlyWhatAnApplyHasMade() async throws {
    let (ours, others) = (uniqueName("ours"), uniqueName("others"))
    _ = try await server.create(NewSchedule(name: others, interval: 3600, start: Moment.ahead(3600)))
    let place = try place(["a.yaml": ScheduleFile.http(ours, "interval_seconds: 3600", url: "http://127.0.0.1:9/a")])
    #expect(try await apply(place).status == 0)
    try FileManager.default.removeItem(atPath: place.directory.path("wanted/a.yaml"))
    try place.directory.write(ScheduleFile.http("\(ours)-2", "interval_seconds: 3600", url: "http://127.0.0.1:9/a"), to: "wanted/b.yaml")
    let report = try await apply(place, "--prune").decoded(Report.self)
    #expect(report.action(ours) == "archive")
    #expect(report.action(others) == nil)
  }

  @Test func whatAServerMustNotHoldIsRefusedWhole() async throws {
    let name = uniqueName("refused")
    let place = try place([
      "a.yaml": ScheduleFile.command(name, "interval_seconds: 60", script: "exit 0"),
      "b.yaml": ScheduleFile.http("\(name)-2", "interval_seconds: 60", url: "http://127.0.0.1:9/a"),
    ])
    let refused = try await apply(place)
    #expect(refused.status == 2 && refused.errors.contains("a command is taken from files only"), "\(refused)")
    let listed = try await CLI.run(["zenml", "schedules", "list", "--name", "\(name)-2", "--config", place.configurationPath])
    #expect(listed.output == "no schedules\n", "\(listed)")
  }

  @Test func pullWritesFilesThatApplyLeavesAlone() async throws {
    let name = uniqueName("pulled")
    let text = ScheduleFile.http(name, "cron_expression: \"0 2 * * *\"", url: "http://127.0.0.1:9/{{due}}")
    let place = try place(["a.yaml": text])
    #expect(try await apply(place).status == 0)
    let folder = place.directory.path("pulled")
    let pulled = try await CLI.run(["pull", folder, "--config", place.configurationPath])
    #expect(pulled.status == 0, "\(pulled)")
    #expect(place.directory.read("pulled/\(name).yaml")?.contains("url: \"http://127.0.0.1:9/{{due}}\"") == true)
    let again = try await CLI.run(["apply", place.directory.path("pulled/\(name).yaml"), "--config", place.configurationPath, "--diff"])
    #expect(again.status == 0, "\(again)")
  }
}
