import ArgumentParser
import ControlAPI
import ControlMessages
import Foundation

struct StoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Copy the ledger's file, move it to another machine or release, or see whether it is sound.",
    discussion: "Example: carillon store verify", subcommands: [Backup.self, Verify.self, Export.self, Import.self, Migrate.self])

  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a consistent copy, while the daemon runs or not.",
      discussion: """
        The copy is a whole store: put it in the place of carillon.db to go back to it, while no daemon runs.
        While the daemon runs, it is the daemon that writes: its unit lets it write below /var/lib/carillon only.
        Example: carillon store backup /var/lib/carillon/backup-2026-11-21.db
        """)

    @Argument(help: ArgumentHelp("The new file; it must not exist.", valueName: "file"))
    var file: String

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let path = URL(fileURLWithPath: file).path
      let backup = try await daemon.withStore { operations in
        try await WaitDisplay(what: "the store is copied").during { try await operations.backUp(BackupRequest(path: path)) }
      } or: { store in
        try await WaitDisplay(what: "the store is copied").during { try await store.backUp(to: path) }
      }
      try daemon.show(backup) { _ in "the store is copied to \(backup.path)\n".printableLines }
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check the file, and that the ledger in it is complete.",
      discussion: """
        Without a file: the daemon's own store. Status 1 when something is wrong.
        Example: carillon store verify /var/lib/carillon/backup-2026-11-21.db
        """)

    @Argument(help: ArgumentHelp("Another store, such as a backup.", valueName: "file"))
    var file: String?

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let report = try await verify()
      try daemon.show(report) { VerifyText(report: report, moments: $0, screen: .ofOutput).text }
      if !report.isSound { throw ExitStatus.failed }
    }

    private func verify() async throws -> VerifyMessage {
      if let file {
        return try await Interruptible.during {
          try await WaitDisplay(what: "the store is read").during { try await LocalStore(file: file).verify() }
        }
      }
      return try await daemon.withStore { operations in
        try await WaitDisplay(what: "the store is read").during { try await operations.verify() }
      } or: { store in
        try await WaitDisplay(what: "the store is read").during { try await store.verify() }
      }
    }
  }
}

extension DaemonOptions {
  /// Through the daemon when one answers; otherwise with the file itself, from which daemons are kept away meanwhile.
  fileprivate func withStore<Answer>(
    _ asked: (any UpkeepOperations) async throws -> Answer, or local: (LocalStore) async throws -> Answer
  ) async throws -> Answer {
    guard isWithoutDaemon else { return try await asked(try operations()) }
    return try await local(try LocalStore(stateDirectory: try StateLocation(options: self).resolve()))
  }
}
