import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

struct Audit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove that every due instant has exactly one row.",
    discussion: """
      Recomputes the due instants from the schedules as they were in force, and compares them with the ledger's rows, as far \
      back as rows are kept. Status 1 when something is missing or there twice, \
      or cannot be written yet.
      Example: carillon audit --from 2026-11-01T00:00:00Z
      """)

  @Option(help: ArgumentHelp("The first instant to look at (ISO 8601); default: where the ledger begins.", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("Where to end (ISO 8601); default: now.", valueName: "time"))
  var to: String?

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let start = try from.map { try TimeArgument(text: $0).instant("--from").iso8601 }
    let end = try to.map { try TimeArgument(text: $0).instant("--to").iso8601 }
    let audit = try await daemon.operations().audit(from: start, to: end)
    try daemon.show(audit) { AuditText(audit: audit, moments: $0, screen: .ofOutput).text }
    if !audit.isSound { throw ExitStatus.failed }
  }
}
