import CivilTime
import ControlMessages
import Foundation
import ScheduleFiles
import Scheduling
import TestSupport
import Testing

@testable import carillon

/// What of a server becomes files of this machine.
@Suite struct PulledFilesTests {
  private let rules = PullRules(bindings: ServerBindingRules(hosts: ["jobs.example"]))

  private func pulled(
    _ binding: String?, deployments: [String] = [], orchestrator: ServerSchedule.Orchestrator = .none, misfire: Policy.Misfire? = nil
  ) -> PulledSchedule {
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "nightly", source: .zenml, cronExpression: "0 2 * * *")
    let deployments = deployments.map { ServerSchedule.Deployment(id: Identifier(high: 0, low: 2), name: $0, hasAnswered: true) }
    let schedule = ServerSchedule(
      record: record, orchestrator: orchestrator, misfire: misfire, bindingText: binding, deployments: deployments)
    return PulledSchedule(schedule, by: rules)
  }

  @Test(
    arguments: [
      (#"{"trigger": {"kind": "command", "argv": ["rm"]}}"#, "commands are accepted from files only"),
      (
        #"{"trigger": {"kind": "chain", "on_success": "a", "trigger": {"kind": "command", "argv": ["rm"]}}}"#,
        "commands are accepted from files only"
      ),
      (
        #"{"trigger": {"kind": "http", "url": "https://jobs.example/", "headers": {"X": "{{env:HOME}}"}}}"#,
        "it reads this machine's environment or files"
      ),
      (
        #"{"trigger": {"kind": "http", "url": "https://jobs.example/{{file:/etc/hostname}}"}}"#,
        "it reads this machine's environment or files"
      ),
      (
        #"{"trigger": {"kind": "http", "url": "https://other.example/"}}"#,
        "host 'other.example' is not among server_bindings.http_hosts of the configuration"
      ),
      (
        #"{"trigger": {"kind": "jfrog_inference", "model": "m"}}"#,
        "a jfrog_inference trigger is not among server_bindings.kinds of the configuration"
      ),
      (#"{"trigger": null}"#, "it names no trigger"),
    ])
  func whatADaemonRefusesFromAServerBecomesNoFile(binding: String, reason: String) {
    let pulled = pulled(binding)
    #expect(pulled.text == nil)
    #expect(pulled.reason == "its carillon.binding is not used: \(reason)")
  }

  @Test func whatADaemonTakesFromAServerBecomesAFile() {
    let pulled = pulled(#"{"trigger": {"kind": "http", "url": "https://jobs.example/{{due}}"}, "policy": {"overlap": "allow"}}"#)
    #expect(pulled.reason == nil)
    #expect(pulled.text?.contains(#"url: "https://jobs.example/{{due}}""#) == true)
  }

  @Test func theOneDeploymentThatAnswersBecomesATrigger() {
    #expect(pulled(nil, deployments: ["serve"]).text?.contains(#"deployment: "serve""#) == true)
    #expect(pulled(nil, deployments: ["serve", "other"]).text == nil)
  }

  private func pulled(_ record: ScheduleRecord, trigger: String = #"{"kind": "http", "url": "https://jobs.example/"}"#) -> PulledSchedule {
    let deployment = ServerSchedule.Deployment(id: Identifier(high: 0, low: 2), name: "serve", hasAnswered: false)
    let schedule = ServerSchedule(
      record: record, pipelineName: "training", bindingText: "{\"trigger\": \(trigger)}", deployments: [deployment])
    return PulledSchedule(schedule, by: rules)
  }

  private func record(
    _ name: String = "nightly", cron: String? = nil, interval: Duration? = nil, once: Instant? = nil
  ) -> ScheduleRecord {
    ScheduleRecord(
      id: Identifier(high: 0, low: 1), name: name, source: .zenml, cronExpression: cron, interval: interval, runOnceStartTime: once,
      pipelineID: Identifier(high: 0, low: 3))
  }

  @Test(
    arguments: [
      (nil, "a daemon would refuse it: the record has neither cron_expression nor interval_seconds nor run_once_start_time"),
      ("61 * * * *", "a daemon would refuse it: cron_expression '61 * * * *': "),
      ("0 2 * * * 5", "a daemon would refuse it: cron_expression '0 2 * * * 5' has more than five fields"),
    ] as [(String?, String)])
  func aRecordThatADaemonRefusesBecomesNoFile(cron: String?, reason: String) {
    let pulled = pulled(record(cron: cron))
    #expect(pulled.text == nil && !pulled.isForMatch)
    #expect(pulled.reason?.hasPrefix(reason) == true, "\(pulled.reason ?? "")")
  }

  @Test(arguments: [Duration.milliseconds(1500), .seconds(-5)]) func anIntervalThatADaemonRefusesBecomesNoFile(interval: Duration) {
    let pulled = pulled(record(interval: interval))
    #expect(pulled.text == nil)
    #expect(pulled.reason?.hasPrefix("a daemon would refuse it: interval of ") == true, "\(pulled.reason ?? "")")
  }

  @Test func whatNoFileMaySayBecomesNone() {
    let pulled = pulled(record("nightly\nrun", cron: "0 2 * * *"))
    #expect(pulled.text == nil && !pulled.isForMatch)
    #expect(pulled.reason == "a file may not say so: name must have between 1 and 200 characters on one line")
  }

  /// Such a document stands beside the schedule, whose pipeline the daemon knows from the server.
  @Test func whatOnlyADocumentWithMatchMaySayIsToBeBoundByOne() {
    let pulled = pulled(#"{"trigger": {"kind": "deployment"}}"#, deployments: ["serve", "other"])
    #expect(pulled.text == nil && pulled.isForMatch)
    #expect(
      pulled.reason
        == "a file may not say so: a deployment trigger needs deployment: its name or id; only a document with match: may leave it out")
  }

  @Test func ofTwoTimingsTheOneThatCountsBecomesTheFiles() {
    let pulled = pulled(record(cron: "0 2 * * *", interval: .seconds(60), once: .epoch))
    #expect(pulled.text?.hasPrefix("name: \"nightly\"\ncron_expression: \"0 2 * * *\"\ntrigger:\n") == true, "\(pulled.reason ?? "")")
  }

  @Test func aChainsFileHasNoTiming() {
    let trigger = #"{"kind": "chain", "on_success": "first", "trigger": {"kind": "snapshot", "newest": true}}"#
    let rules = PullRules(bindings: ServerBindingRules(kinds: [.chain, .snapshot]))
    let schedule = ServerSchedule(record: record(once: .epoch), pipelineName: "training", bindingText: "{\"trigger\": \(trigger)}")
    let pulled = PulledSchedule(schedule, by: rules)
    #expect(
      pulled.text == """
        name: "nightly"
        trigger:
          kind: "chain"
          on_success: "first"
          trigger:
            kind: "snapshot"
            newest: true
            pipeline: "training"

        """, "\(pulled.reason ?? "")")
  }

  @Test(
    arguments: [
      (#"{"kind": "snapshot", "newest": true}"#, "pipeline: \"training\"\n"),
      (#"{"kind": "build"}"#, "pipeline: \"00000000-0000-0000-0000-000000000003\"\n"),
      (#"{"kind": "build", "pipeline": "other", "version": "2"}"#, "pipeline: \"other\"\n  version: \"2\"\n"),
      (#"{"kind": "snapshot", "newest": true, "pipeline": "other"}"#, "pipeline: \"other\"\n"),
      (#"{"kind": "deployment"}"#, "deployment: \"serve\"\n"),
    ])
  func whatTheServerKnowsOfATriggerStandsInTheFile(trigger: String, line: String) {
    let pulled = pulled(record(cron: "0 2 * * *"), trigger: trigger)
    #expect(pulled.text?.contains(line) == true, "\(pulled.reason ?? "")")
  }

  /// Each version of a pipeline that has builds has an id of its own; beside one, the daemon does not look at a version.
  @Test func aBuildsFileMeansTheVersionOfThePipelineThatTheScheduleHas() {
    let trigger = #"{"kind": "build", "version": "2"}"#
    let pulled = pulled(record(cron: "0 2 * * *"), trigger: trigger)
    #expect(
      pulled.text?.hasSuffix("trigger:\n  kind: \"build\"\n  pipeline: \"00000000-0000-0000-0000-000000000003\"\n") == true,
      "\(pulled.reason ?? pulled.text ?? "")")
    var alone = record(cron: "0 2 * * *")
    alone.pipelineID = nil
    #expect(self.pulled(alone, trigger: trigger).text?.contains("pipeline: \"training\"\n  version: \"2\"\n") == true)
  }

  @Test func whatTheRecordSaysOfMissedInstantsStandsInTheFilesPolicy() {
    #expect(pulled(nil, deployments: ["serve"], misfire: .all).text?.contains("policy:\n  misfire: \"all\"\n") == true)
    let stated = pulled(#"{"trigger": {"kind": "http", "url": "https://jobs.example/"}, "policy": {"misfire": "skip"}}"#, misfire: .all)
    #expect(stated.text?.contains("policy:\n  misfire: \"skip\"\n") == true)
  }

  @Test(
    arguments: [
      (.flavor("kubernetes", isCustom: false), "its orchestrator (kubernetes) fires schedules itself"),
      (.flavor("ours", isCustom: true), "its orchestrator (ours) may fire schedules itself"),
      (.unknown, "its orchestrator is not known to the server"),
    ] as [(ServerSchedule.Orchestrator, String)])
  func whatAnotherFiresBecomesNoFile(orchestrator: ServerSchedule.Orchestrator, reason: String) {
    let bound = pulled(#"{"trigger": {"kind": "http", "url": "https://jobs.example/"}}"#, orchestrator: orchestrator)
    for schedule in [bound, pulled(nil, deployments: ["serve"], orchestrator: orchestrator)] {
      #expect(schedule.text == nil)
      #expect(schedule.reason?.hasPrefix(reason) == true, "\(schedule.reason ?? "")")
    }
  }

  @Test func whatAnotherOrchestratorLeavesAloneBecomesAFile() {
    #expect(pulled(nil, deployments: ["serve"], orchestrator: .flavor("local", isCustom: false)).text != nil)
  }

  @Test func aFileThatIsNotOfUTF8SaysSomethingElseAndIsLeftAlone() throws {
    let folder = try ScratchDirectory()
    let latin = Data("name: nightly # \u{fc}\n".unicodeScalars.map { UInt8($0.value) })
    let file = URL(fileURLWithPath: folder.path("nightly.yaml"))
    try latin.write(to: file)
    let schedule = PulledSchedule(name: "nightly", text: "name: nightly\n")
    #expect(try PulledFiles(folder: folder.path, overwrites: false).write([schedule]).map(\.result) == [.different])
    #expect(try Data(contentsOf: file) == latin)
    #expect(try PulledFiles(folder: folder.path, overwrites: true).write([schedule]).map(\.result) == [.written])
    #expect(try PulledFiles(folder: folder.path, overwrites: false).write([schedule]).map(\.result) == [.same])
  }

  @Test func aFolderThatCannotBeMadeIsToldInWords() throws {
    let folder = try ScratchDirectory()
    try folder.write("", to: "file")
    let path = folder.path("file/inside")
    let files = PulledFiles(folder: path, overwrites: false, advice: "name another folder with --output")
    let problem = #expect(throws: ControlProblem.self) { try files.write([]) }
    #expect(problem?.message == "cannot make \(path): Not a directory; name another folder with --output")
  }

  @Test func aFileThatCannotBeWrittenIsToldInWords() throws {
    let folder = try ScratchDirectory()
    try folder.write("", to: "nightly.yaml/inside")
    let files = PulledFiles(folder: folder.path, overwrites: true)
    let problem = #expect(throws: ControlProblem.self) { try files.write([PulledSchedule(name: "nightly", text: "name: nightly\n")]) }
    let message = problem?.message ?? ""
    #expect(message.hasPrefix("cannot write \(folder.path("nightly.yaml")): ") && message.hasSuffix("; name another folder"), "\(message)")
  }

  @Test func theReasonIsTold() {
    let item = PulledFiles.Item(schedule: "nightly", file: nil, result: .skipped, reason: "its carillon.binding is not used: no")
    #expect(
      PullText(items: [item], server: "https://zen.example").text == """
        left out 'nightly': its carillon.binding is not used: no; bind it in a file with match:
        1 schedule on https://zen.example: 1 left out

        """)
  }

  @Test func aRecordThatIsAtFaultIsNotToBeBound() {
    let item = PulledFiles.Item(schedule: "nightly", file: nil, result: .skipped, reason: "a daemon would refuse it: no", isForMatch: false)
    #expect(PullText(items: [item], server: "https://zen.example").text.hasPrefix("left out 'nightly': a daemon would refuse it: no\n"))
  }

  @Test func aFolderThatTheDaemonReadsIsRefused() throws {
    let folder = try ScratchDirectory()
    try folder.write("", to: "schedules/keep")
    let paths = ["schedules", "more/*.yaml", "one.yaml", "some/two.yml", "some/folder.yaml"].map { folder.path($0) }
    let configuration = try Configuration.embedded(directory: folder.path("state"), schedules: paths)
    for name in ["", "schedules", "schedules/", "./more/../schedules", "more", "some", "some/folder.yaml"] {
      #expect(throws: ControlProblem.self, "\(name)") { try Pull.check(folder.path(name), configuration) }
    }
    for name in ["pulled", "schedules/pulled", "schedules-2", "more/pulled", "some/pulled", "state"] {
      #expect(throws: Never.self, "\(name)") { try Pull.check(folder.path(name), configuration) }
    }
  }

  @Test func theRefusalOfAFolderSaysWhatToDo() throws {
    let configuration = try Configuration.embedded(directory: "/tmp/s", schedules: ["/tmp/schedules"])
    do throws(ControlProblem) {
      try Pull.check("/tmp/schedules", configuration)
      Issue.record("it was not refused")
    } catch {
      #expect(error.message.contains("'/tmp/schedules' belongs to /tmp/schedules, which the configuration reads"))
      #expect(error.message.hasSuffix("name a folder of its own, such as pulled/"))
    }
  }
}
