import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

struct AuditLog: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit-log",
    abstract: "Show who changed what over the control API, newest first.",
    discussion: """
      Each trigger, pause, resume, backfill, cancellation and change of a local schedule has a line, which was written before it was \
      done; --full adds what was asked, and how things stood before and after. ('carillon audit' is something else: it proves the ledger.)
      Examples: carillon audit-log --subject nightly --full
                carillon audit-log --operation schedule. --since 2026-11-20T00:00:00Z --json
      """)

  @Option(help: ArgumentHelp("Only what this caller did.", valueName: "name"))
  var who: String?

  @Option(help: ArgumentHelp("Only this operation; with a full stop at its end, all that begin so.", valueName: "operation"))
  var operation: String?

  @Option(help: ArgumentHelp("Only what was about this: a schedule, a fire.", valueName: "subject"))
  var subject: String?

  @Option(help: ArgumentHelp("Only from then on (ISO 8601).", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("How many lines a page has, up to \(AuditLogRequest.sizes.upperBound).", valueName: "count"))
  var limit = AuditLogRequest().size

  @Option(help: ArgumentHelp("Which page; 1 has the newest lines.", valueName: "number"))
  var page = 1

  @Flag(help: "Show each line whole.")
  var full = false

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard AuditLogRequest.sizes.contains(limit) else {
      throw ValidationError("--limit \(limit) is not in \(AuditLogRequest.sizes.lowerBound)…\(AuditLogRequest.sizes.upperBound)")
    }
    guard AuditLogRequest.pages.contains(page) else { throw ValidationError("--page \(page): pages are counted from 1") }
  }

  func run() async throws {
    let start = try since.map { try TimeArgument(text: $0).instant("--since").iso8601 }
    let request = AuditLogRequest(page: page, size: limit, who: who, operation: operation, subject: subject, since: start)
    let found = try await daemon.operations().auditLog(request)
    try daemon.show(found) { AuditLogText(page: found, isFull: full, moments: $0, screen: .ofOutput).text }
  }
}
