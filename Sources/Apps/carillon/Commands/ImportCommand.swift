import ArgumentParser
import ControlMessages
import Foundation
import Glibc

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Make schedule files of what another scheduler has.",
    discussion: "Example: crontab -l | carillon import crontab -", subcommands: [ImportCrontab.self])
}

struct ImportCrontab: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crontab",
    abstract: "Make a schedule file of each line of a crontab.",
    discussion: """
      Each is due when cron would start it, and runs SHELL -c as cron does, with cron's variables. What cannot be carried over is said \
      line by line: @reboot, the user, MAILTO. What the folder has already keeps its name: another command gets a number behind it. A \
      file of the same command that says something else is left alone unless --force is given. Status 1 when a line was not carried \
      over, or a file left alone.
      Example: crontab -l | carillon import crontab - --output schedules
      Example: carillon import crontab /etc/crontab --dry-run
      """)

  @Argument(help: ArgumentHelp("The crontab, or - for standard input.", valueName: "file|-"), completion: .file())
  var file: String

  @Option(help: ArgumentHelp("Where the files go; made when it is not there.", valueName: "folder"), completion: .directory)
  var output = "schedules"

  @Flag(
    inversion: .prefixedNo, help: "It has a column for the user, or has none. Of /etc/crontab and the files in /etc/cron.d it is known.")
  var system: Bool?

  @Option(help: ArgumentHelp("Whose crontab it is; default: yours.", valueName: "name"))
  var user: String?

  @Option(help: ArgumentHelp("What its times mean; default: this machine's time zone.", valueName: "zone"))
  var tz: String?

  @Flag(help: "Only print the files.")
  var dryRun = false

  @Flag(help: "Overwrite files that say something else.")
  var force = false

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() throws {
    if let tz, CommandParts.zone(named: tz) == nil {
      throw ControlProblem(.badRequest, "--tz \(tz): no such time zone on this machine; write an IANA name such as Europe/Stockholm")
    }
    let hasUsers = system ?? CrontabPlace.hasUsers(file)
    let crontab = Crontab(try DefinitionFile.bytes(file), hasUsers: hasUsers)
    if system == nil, !hasUsers, crontab.seemsToHaveUsers(isAccount: { Accounts.named($0) != nil }) {
      throw ControlProblem(
        .badRequest,
        "\(file): every command begins with an account of this machine, so it seems to have a column for the user: say --system, or "
          + "--no-system if it has none")
    }
    let imported = CrontabImport(
      crontab, timeZone: tz ?? MachineZone.name ?? "UTC", owner: hasUsers ? nil : user ?? Accounts.own?.name,
      folder: CrontabFolder(output), accountNamed: Accounts.named)
    let isWhole = try report(imported)
    if !isWhole { throw ExitStatus.failed }
  }

  /// - Returns: true when files say all of the crontab.
  private func report(_ imported: CrontabImport) throws -> Bool {
    let text = CrontabText(imported: imported, files: try dryRun ? [] : imported.write(to: output, overwrites: force), screen: .ofOutput)
    if json {
      writeOutput(try jsonText(text.report))
    } else if dryRun {
      writeOutput(imported.schedules.map(\.text).joined(separator: "---\n"))
      writeError(CrontabText(imported: imported, files: []).notes)
    } else {
      writeOutput(text.text)
    }
    return text.isWhole
  }
}

/// Accounts of this machine.
private enum Accounts {
  static func named(_ name: String) -> CrontabImport.Account? { getpwnam(name).map(account) }
  static var own: CrontabImport.Account? { getpwuid(geteuid()).map(account) }

  private static func account(_ entry: UnsafeMutablePointer<passwd>) -> CrontabImport.Account {
    CrontabImport.Account(name: String(cString: entry.pointee.pw_name), home: String(cString: entry.pointee.pw_dir))
  }
}
