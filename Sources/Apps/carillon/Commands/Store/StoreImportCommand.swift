import ArgumentParser
import ControlMessages
import Foundation
import Glibc

extension StoreCommand {
  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the store of what 'store export' wrote, where none is yet.",
      discussion: """
        Only while no daemon runs, and only where there is no store, or one that holds nothing: move another one away first. All of it is \
        imported or nothing; a file that is damaged, cut off or of a newer release is refused, with the line. Then the store is checked \
        as 'carillon store verify' does; status 1 when something is wrong.

        Run it as the daemon's user, whose file it will be. The installation keeps its id: do not let two daemons go on with it.

        Example: sudo -u carillon carillon store import carillon.jsonl
        Example: zstd -dc carillon.jsonl.zst | carillon store import - --state /var/lib/carillon
        """)

    @Argument(help: ArgumentHelp("What was exported; -: standard input.", valueName: "file|-"), completion: .file())
    var file: String

    @Option(help: ArgumentHelp("The state directory, instead of what the configuration says.", valueName: "folder"), completion: .directory)
    var state: String?

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let descriptor = file == "-" ? STDIN_FILENO : open(file, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw ControlProblem(.badRequest, "\(file): \(String(cString: strerror(errno))); '-' reads standard input")
      }
      defer { if descriptor != STDIN_FILENO { close(descriptor) } }
      let directory = try state ?? StateLocation(options: daemon).named()
      let name = file == "-" ? "standard input" : file
      let message = try await WaitDisplay(what: "the store is read").during {
        try await LocalStore.importing(descriptor, named: name, stateDirectory: directory)
      }
      try daemon.show(message) { moments in
        "imported  \(message.words)\n" + VerifyText(report: message.verified, moments: moments, screen: .ofOutput).text
      }
      if !message.verified.isSound { throw ExitStatus.failed }
    }
  }
}
