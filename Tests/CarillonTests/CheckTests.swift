import ControlMessages
import Foundation
import ScheduleFiles
import Scheduling
import Testing

@testable import carillon

@Suite final class CheckTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ name: String, _ text: String) throws -> String {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private func report(_ files: [String]) throws -> FileReport {
    try FileCheck.usual(files: files, configuration: nil).report()
  }

  private let good = "name: a\ncron_expression: \"0 2 * * *\"\ntrigger: {kind: command, argv: [/bin/true]}\n"

  @Test func goodFilesAreCounted() throws {
    let report = try report([try write("a.yaml", good)])
    #expect(report.text == "1 file, 1 schedule, 0 bindings, 0 errors, 0 warnings\n")
    #expect(!report.hasErrors)
  }

  @Test func aWrongExpressionIsShownWhereItStands() throws {
    let file = try write("b.yaml", good.replacingOccurrences(of: "0 2", with: "30 27"))
    let report = try report([file])
    #expect(report.text.hasPrefix("\(file):2:22: "))
    #expect(report.hasErrors)
  }

  @Test func aConfigurationBringsItsSchedules() throws {
    _ = try write("a.yaml", good)
    let config = try write("carillon.yaml", "schedules: [a.yaml]\n")
    #expect(try report([config]).text == "2 files, 1 schedule, 0 bindings, 0 errors, 0 warnings\n")
  }

  @Test func aConfigurationsMistakeIsAnErrorToo() throws {
    let report = try report([try write("carillon.yaml", "sync_intervall: 10s\n")])
    #expect(report.text.contains("sync_interval"))
    #expect(report.hasErrors)
  }

  @Test func theConfigurationOfAFolderIsCheckedWithIt() throws {
    _ = try write("a.yaml", good)
    _ = try write("carillon.yaml", "schedules: [a.yaml]\n")
    #expect(try report([folder.path]).text == "2 files, 1 schedule, 0 bindings, 0 errors, 0 warnings\n")
  }

  @Test func aFolderThatHoldsNothingIsAWarning() throws {
    let report = try report([folder.path])
    #expect(report.text.hasPrefix("\(folder.path): warning: nothing was checked: there is no carillon.yaml here"), "\(report.text)")
    #expect(!report.hasErrors)
  }

  @Test func aCalendarIsAWarningWhileNoConfigurationWasRead() throws {
    let file = try write("a.yaml", good + "policy:\n  calendars: [holidays, {name: freeze, action: defer}]\n")
    let message = "is not known here: no configuration was read, so that its calendars cannot be looked at; give --config"
    for path in [file, folder.path] {
      let report = try report([path])
      #expect(report.problems.map(\.message) == ["calendar 'holidays' \(message)", "calendar 'freeze' \(message)"], "\(report.text)")
      #expect(!report.hasErrors && report.text.contains("1 file, 1 schedule, 0 bindings, 0 errors, 2 warnings"), "\(report.text)")
    }
    let alone = FileCheck(configurations: [], schedules: [file], environment: [:])
    #expect(alone.read().catalog.schedules.map(\.name) == ["a"] && alone.read().errors.isEmpty)
    let refused = #expect(throws: ControlProblem.self) { try Rehearsal(check: alone) }
    #expect(refused?.message.contains("names calendars, and no configuration was read") == true, "its figures would be wrong")

    let config = try write("carillon.yaml", "schedules: [a.yaml]\n")
    #expect(try report([config]).hasErrors, "this one defines none")
    let weekend = "{weekly: [{days: [sat, sun]}]}"
    _ = try write("carillon.yaml", "schedules: [a.yaml]\ncalendars: {holidays: \(weekend), freeze: \(weekend)}\n")
    #expect(try report([config]).problems.isEmpty)
  }

  private func follower(of name: String) -> String {
    "name: b\ntrigger: {kind: chain, on_success: \(name), trigger: {kind: command, argv: [/bin/true]}}\n"
  }

  @Test func aChainThatFollowsNobodyIsAWarning() throws {
    _ = try write("a.yaml", good.replacingOccurrences(of: "name: a", with: "name: plain"))
    let file = try write("b.yaml", follower(of: "plian"))
    let config = try write("carillon.yaml", "schedules: [a.yaml, b.yaml]\n")
    let report = try report([config])
    let sentence = "schedule 'b': on_success: no schedule here is called 'plian' (did you mean 'plain'?); it may come from the server, else"
    #expect(report.text.hasPrefix("\(file):1:1: warning: \(sentence) this never runs\n"), "\(report.text)")
    #expect(!report.hasErrors)
    #expect(try self.report([file]).problems.isEmpty, "another file may have it")
    _ = try write("carillon.yaml", "schedules: [a.yaml, b.yaml]\nnonsense: 1\n")
    #expect(try self.report([config, file]).problems.count == 1, "what the configuration names is not known")
  }

  @Test(arguments: ["cron_expression: \"0 2 * * *\"\nend_time: 2020-01-01T00:00:00Z", "run_once_start_time: 2020-01-01T00:00:00Z"])
  func aTimeThatIsOverIsAWarning(timing: String) throws {
    let report = try report([try write("a.yaml", good.replacingOccurrences(of: "cron_expression: \"0 2 * * *\"", with: timing))])
    #expect(report.problems.count == 1 && report.problems[0].message.contains("2020-01-01T00:00:00Z is over"), "\(report.text)")
    #expect(!report.hasErrors)
  }

  @Test func theTriggersOfBindingsAreAskedAboutToo() async throws {
    let file = try write("b.yaml", "match: {name: nightly}\ntrigger: {kind: deployment}\n---\nmatch: {name: hourly}\ntags: [t]\n")
    let check = try FileCheck.usual(files: [try write("carillon.yaml", "schedules: [b.yaml]\n")], configuration: nil)
    var report = check.report()
    try await OnlineFileCheck(check: check, config: nil).add(to: &report)
    #expect(report.problems.map(\.message) == ["the binding: a deployment trigger needs server in the configuration"], "\(report.text)")
    #expect(report.problems.first?.file.hasPrefix(file) == true)
  }

  @Test func aCheckWritesNothing() async throws {
    let state = folder.appending(path: "s")
    try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    _ = try write("a.yaml", good)
    let config = try write("carillon.yaml", "schedules: [a.yaml]\nstate_directory: s\npublic_url: https://carillon.example.com\n")
    let check = try FileCheck.usual(files: [config], configuration: nil)
    var report = check.report()
    try await OnlineFileCheck(check: check, config: nil).add(to: &report)
    #expect(!report.hasErrors, "\(report.text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: state.path).isEmpty, "such as the key of callbacks")
  }

  @Test func theSocketIsFoundWithoutTheDaemonsSecrets() throws {
    let config = try write("carillon.yaml", "state_directory: s\nserver: {url: https://zen.example}\n")
    #expect(try controlSocket(ofConfiguration: config).text == folder.path + "/s/carillon.sock")
  }
}
