import ArgumentParser
import ControlMessages
import Foundation

extension StoreCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the whole store as text, while the daemon runs or not.",
      discussion: """
        JSON Lines: a header, then one object for each row, and a last line with the number of rows and a checksum. Another machine, or \
        another release, makes a store of it with 'carillon store import'.

        Left out are what is good for this installation only and must not leave it: the digests of keys for the network (make new keys \
        there: 'carillon keys create') and the answers kept for Idempotency-Key, which may hold what is shown once. Sessions of browsers \
        are in no file. Everything else is in it as it stands in the store, bodies, parameters and command lines too: keep it as you \
        keep the store. A copy is made first, in TMPDIR, which needs as much room as the store.

        Example: carillon store export carillon.jsonl
        Example: carillon store export | zstd >carillon.jsonl.zst
        """)

    @Argument(help: ArgumentHelp("The new file, which must not exist; -: standard output.", valueName: "file|-"), completion: .file())
    var file = "-"

    @Option(help: ArgumentHelp("Another store's file, such as a backup, instead of the daemon's.", valueName: "file"), completion: .file())
    var store: String?

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let export = StoreFile(try store ?? StoreFile.path(in: StateLocation(options: daemon).resolve()))
      if file == "-" { return try await Interruptible.during { try export.write(writeOutput(_:)) } }
      let target = URL(fileURLWithPath: file).path
      let message = try await Interruptible.during { try await Self.write(export, to: target) }
      try daemon.show(message) { _ in "the store is written to \(message.path): \(message.words)\n".printableLines }
    }

    private static func write(_ export: StoreFile, to target: String) async throws -> ExchangeMessage {
      try await WaitDisplay(what: "the store is written").during { try export.write(to: target) }
    }
  }
}
