import Foundation
import TestSupport
import Testing

/// What says what a Schedule starts: files, the server's own metadata, and which of them counts.
@Suite("A Schedule's binding", .timeLimit(.minutes(15)))
struct BindingTests {
  let house: HouseDaemon.House
  var daemon: DaemonProcess { house.daemon }
  var server: ZenMLServer { house.server }

  init() async throws { house = try await HouseDaemon.shared.house() }

  @Test func comesFromTheFileThatMatchesItMostClosely() async throws {
    let (name, pipeline) = (uniqueName("ranked"), uniqueName("pipeline"))
    let pipelineID = try await server.post(
      ZenMLServer.Created.self, "/pipelines", ["name": pipeline, "project": server.facts.projectId]
    ).id
    let id = try await server.create(NewSchedule(name: name, cron: "0 0 1 1 *", pipeline: pipelineID))
    try await daemon.waitForState("unbound", of: id)

    for match in ["glob: '\(name.dropLast())?'", "pipeline: \(pipeline)", "name: \(name)", "id: \(id)"] {
      let file = "\(name)-\(match.prefix { $0 != ":" }).yaml"
      let trigger = "kind: http, url: '\(house.target.url("/ranks"))'"
      try daemon.place.writeSchedules(ScheduleFile.binding(match, trigger: trigger), to: file)
      daemon.hangUp()
      let binding = try await eventually("\(file) binds it") {
        try await daemon.schedule(id)
      } until: {
        $0?.binding?.contains(file) == true
      }
      #expect(binding?.state == "armed" && binding?.trigger == "http")
    }
    try await server.delete(id)
  }

  @Test func isMissingWhenTwoFilesMatchEquallyWellAndBothAreNamed() async throws {
    let name = uniqueName("contested")
    let id = try await server.create(NewSchedule(name: name, cron: "0 0 1 1 *", pipeline: server.facts.pipelines["scoring"]))
    try await daemon.waitForState("armed", of: id)
    for file in ["a", "b"] {
      let trigger = "kind: http, url: '\(house.target.url("/\(file)"))'"
      try daemon.place.writeSchedules(ScheduleFile.binding("name: \(name)", trigger: trigger), to: "\(name)-\(file).yaml")
    }
    daemon.hangUp()
    let schedule = try await daemon.waitForState("unbound", of: id)
    for file in ["a", "b"] { #expect(schedule.reason?.contains("\(name)-\(file).yaml") == true, "\(schedule)") }
    try await server.delete(id)
  }

  @Test func onTheServerMayNameADeploymentWithParameters() async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("ours"), once: Moment.afterALook(), pipeline: server.facts.pipelines["ensemble"]))
    try await server.bind(
      id, to: #"{"trigger": {"kind": "deployment", "deployment": "ensemble-green", "parameters": {"fail": true}}}"#)
    try await daemon.syncs()
    let row = try await daemon.waitForOutcome("failed", of: id)
    // Only a run that was given its parameter fails.
    #expect(row.reason?.contains("asked to fail") == true)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let sentence: String
  }

  static let refusals = [
    Refusal(
      testDescription: "a command", text: #"{"trigger": {"kind": "command", "argv": ["/usr/bin/id"]}}"#,
      sentence: "commands are accepted from files only"),
    Refusal(
      testDescription: "another host", text: #"{"trigger": {"kind": "http", "url": "http://169.254.169.254/latest"}}"#,
      sentence: "server_bindings.http_hosts"),
    Refusal(
      testDescription: "this machine's files",
      text: #"{"trigger": {"kind": "deployment", "parameters": {"fail": "{{file:/etc/passwd}}"}}}"#,
      sentence: "it reads this machine's environment or files"),
    Refusal(testDescription: "nonsense", text: "{", sentence: "carillon.binding is not used"),
  ]

  @Test(arguments: refusals)
  func onTheServerDoesNotReachThisMachine(_ refusal: Refusal) async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("evil"), once: Moment.afterALook(), pipeline: server.facts.pipelines["scoring"]))
    try await server.bind(id, to: refusal.text)
    try await daemon.syncs()
    let schedule = try await daemon.waitForState("unbound", of: id)
    #expect(schedule.reason?.contains(refusal.sentence) == true, "\(schedule.reason ?? "")")
    let row = try await daemon.waitForOutcome("unbound", of: id)
    #expect(row.startedAt == nil)
  }
}
