import Foundation
import TestSupport
import Testing

/// The commands as people's scripts see them: exit statuses and JSON.
@Suite("A command", .timeLimit(.minutes(15)))
struct CommandLineTests {
  @Test func toCheckFilesEndsWithZeroOrTellsEachProblemWithItsPlace() async throws {
    let directory = try ScratchDirectory()
    try directory.write(ScheduleFile.http("fine", "cron_expression: \"*/5 * * * *\"", url: "http://127.0.0.1/"), to: "fine.yaml")
    try directory.write("name: bad\ncron_expression: * * * * *\n", to: "bad.yaml")
    let fine = try await CLI.run(["check", directory.path("fine.yaml")])
    #expect(fine.status == 0, "\(fine)")

    let bad = try await CLI.run(["check", directory.path])
    #expect(bad.status == 1)
    #expect((bad.output + bad.errors).contains("bad.yaml:2:18"), "\(bad)")
    let problems = try await CLI.run(["check", directory.path, "--json"]).decoded(ItemList<ProblemLine>.self).items
    #expect(problems.contains { $0.file.hasSuffix("bad.yaml") && $0.line == 2 && $0.message.contains("quotes") }, "\(problems)")
  }

  @Test func toApplyTellsWhatIsNotAppliedAndPrunesNothingWhereNoFileIs() async throws {
    let place = try DaemonPlace("server: {url: \"http://127.0.0.1:9\", api_key_file: key}")
    try place.writeSecret("ZENKEY_none", to: "key")
    let text = ScheduleFile.http("told", "cron_expression: \"0 2 * * *\"", url: "http://127.0.0.1/")
    try place.directory.write("\(text)ping: https://ping.example/told\n", to: "wanted/told.yaml")
    try FileManager.default.createDirectory(atPath: place.directory.path("empty"), withIntermediateDirectories: false)
    let told = try await CLI.run(["apply", place.directory.path("wanted"), "--config", place.configurationPath])
    #expect(told.status == 1 && told.errors.contains("warning: alerts, ping and expect are not applied"), "\(told)")
    let pruned = try await CLI.run(["apply", place.directory.path("empty"), "--prune", "--config", place.configurationPath])
    #expect(pruned.status == 1 && pruned.errors.contains("/empty: holds no schedule file"), "\(pruned)")
  }

  @Test func forWhatIsNextReckonsInTheZoneThatIsAsked() async throws {
    let result = try await CLI.run([
      "next", "30 2 * * *", "--from", "2026-03-28T12:00:00Z", "--tz", "Europe/Berlin", "--count", "2", "--json",
    ])
    let items = try result.decoded(ItemList<DueLine>.self).items
    // The clocks go from 02:00 to 03:00 on the 29th.
    #expect(items.map(\.due) == ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
    #expect(items.map(\.local) == ["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"])
    #expect(try await CLI.run(["next", "61 * * * *"]).status == 2)
  }

  @Test func toTriggerWaitsForTheOutcomeAndEndsWithIt() async throws {
    let place = try DaemonPlace(schedules: [
      "fine.yaml": ScheduleFile.command("fine", "cron_expression: \"0 0 1 1 *\"", script: "exit 0"),
      "bad.yaml": ScheduleFile.command("bad", "cron_expression: \"0 0 1 1 *\"", script: "exit 3"),
    ])
    try await place.withDaemon { daemon in
      let fine = try await daemon.command("trigger", "fine", "--wait", "--json")
      #expect(fine.status == 0)
      let row = try fine.decoded(RunLine.self)
      #expect(row.kind == "manual" && row.outcome == "succeeded" && row.schedule == "fine")

      let bad = try await daemon.command("trigger", "bad", "--wait", "--json")
      #expect(bad.status == 1)
      #expect(try bad.decoded(RunLine.self).reason?.contains("exited with 3") == true)
      #expect(try await daemon.command("trigger", "nobody").status == 1)
    }
  }

  @Test func withoutADaemonSaysSoAndOneThatIsWrongIsAUsageError() async throws {
    let directory = try ScratchDirectory()
    let list = try await CLI.run(["list", "--socket", directory.path("nobody.sock")])
    #expect(list.status == 1 && list.errors.contains("no daemon is running there"), "\(list)")
    #expect(try await CLI.run(["list", "--colour"]).status == 2)
    #expect(try await CLI.run(["version"]).output.hasPrefix("carillon "))
  }

  @Test func forANameThatTwoSourcesShareListsTheIDs() async throws {
    let house = try await HouseDaemon.shared.house()
    let name = uniqueName("twin")
    let id = try await house.server.create(
      NewSchedule(
        name: name, cron: "0 0 1 1 *", pipeline: house.server.facts.pipelines["scoring"]))
    try house.daemon.place.writeSchedules(
      ScheduleFile.http(name, "cron_expression: \"0 0 1 1 *\"", url: house.target.url("/twin")), to: "\(name).yaml")
    house.daemon.hangUp()
    let twins = try await eventually("both are there") {
      try await house.daemon.schedules().filter { $0.name == name }
    } until: {
      $0.count == 2
    }
    #expect(Set(twins.map(\.source)) == ["zenml", "file"])

    for command in ["show", "runs", "trigger"] {
      let result = try await house.daemon.command(command, name)
      #expect(result.status == 2)
      for twin in twins { #expect(result.errors.contains(twin.id), "\(result)") }
    }
    #expect(try await house.daemon.command("show", id).status == 0)
    try await house.server.delete(id)
  }
}
