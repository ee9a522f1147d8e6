import ArgumentParser
import ControlMessages

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at everything that a daemon needs, and say what is wrong.",
    discussion: """
      The clock, time zones, configuration and schedule files, who may write them, the state directory, its disk and the store, servers \
      and what may be read there, programs and hosts that schedules start, the unit, and the daemon when one runs. Nothing is changed and \
      nothing is started. Each line says ok, warn or fail, and what to do. Status 1 when something fails.
      Example: carillon doctor --config /etc/carillon/carillon.yaml
      """)

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let doctor = Doctor(config: daemon.config, socket: daemon.socket)
    let findings = try await WaitDisplay(what: "everything is looked at").during { await doctor.findings() }
    try daemon.show(ItemList(items: findings)) { _ in DoctorText(findings: findings, screen: .ofOutput).text }
    if findings.contains(where: { $0.level == .fail }) { throw ExitStatus.failed }
  }
}
