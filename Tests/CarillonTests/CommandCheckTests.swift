import Foundation
import ScheduleFiles
import Scheduling
import Testing

@testable import carillon

@Suite struct CommandCheckTests {
  private func catalog(_ trigger: Scheduling.Trigger) -> FileCatalog {
    let record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "report", source: .file, cronExpression: "0 2 * * *")
    return FileCatalog(schedules: [FileSchedule(record: record, trigger: trigger, policy: Policy(), location: "r.yaml:1")])
  }

  private let command = Scheduling.Trigger.command(CommandTrigger(argv: ["/bin/true"]))

  private func configuration(commands: Bool) throws -> Configuration {
    var configuration = try Configuration.embedded(directory: "state", schedules: [])
    configuration.commands = commands
    return configuration
  }

  @Test func aCommandThatTheConfigurationForbidsIsAnErrorThatNamesTheKey() throws {
    var check = CommandCheck()
    check.note("c.yaml", try configuration(commands: false))
    let problem = try #require(check.problems(with: catalog(command)).first)
    #expect(problem.severity == .error)
    #expect(problem.message == "schedule 'report' runs a command, and c.yaml has commands: false; write commands: true there to allow it")
  }

  @Test func soIsACommandAtTheEndOfAChain() throws {
    var check = CommandCheck()
    check.note("c.yaml", try configuration(commands: false))
    let chain = ChainTrigger(after: "first", .success, action: command)
    #expect(check.problems(with: catalog(.chain(chain))).count == 1)
  }

  @Test func aCommandUnderTheHardenedUnitIsToldOfItsDropIn() throws {
    var check = CommandCheck()
    check.hindrances = { $0 == "carillon.service" ? ["MemoryDenyWriteExecute=yes"] : [] }
    check.note("/etc/carillon/carillon.yaml", try configuration(commands: true))
    let problem = try #require(check.problems(with: catalog(command)).first)
    #expect(problem.severity == .warning)
    #expect(problem.message.contains("MemoryDenyWriteExecute=yes") && problem.message.contains("commands.conf"))
  }

  @Test func anInstanceIsLookedAtByItsOwnName() throws {
    var check = CommandCheck()
    check.hindrances = { [$0] }
    check.note("/etc/carillon/gpu.yaml", try configuration(commands: true))
    let message = try #require(check.problems(with: catalog(command)).first).message
    #expect(message.contains("(carillon@gpu.service)") && message.contains("to /etc/systemd/system/carillon@gpu.service.d/"))
  }

  @Test func elsewhereNoUnitIsLookedAt() throws {
    var check = CommandCheck()
    check.hindrances = { [$0] }
    check.note("carillon.yaml", try configuration(commands: true))
    #expect(check.problems(with: catalog(command)).isEmpty)
  }
}
