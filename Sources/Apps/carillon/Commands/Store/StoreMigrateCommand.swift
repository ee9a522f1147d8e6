import ArgumentParser
import ControlMessages

extension StoreCommand {
  struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring the store to another schema: back, for an older release, or to the newest.",
      discussion: """
        Only while no daemon runs. A copy of the store is made beside it first. A release brings an older store to its own schema when it \
        starts; it does not open a newer one: before an older release is installed, the newer one has to take the store back. The Debian \
        package does so by itself.

        Back to schema 1, of release 0.1.0: every row of the ledger stays, with the nearest outcome where 0.1.0 does not know its own. \
        Lost are local schedules, pauses by command, backfills under way, tags and most of the policy, details of fires, how dead letters \
        were handled, open alerts, keys, and the audit log; fires under way that 0.1.0 cannot follow end as lost. What it is in your \
        case is said before and after; all of it is in the copy.

        Example: carillon store migrate --for-release 0.1.0 --check
        Example: sudo -u carillon carillon store migrate --for-release 0.1.0
        """)

    @Option(help: ArgumentHelp("The schema; without this and --for-release the newest.", valueName: "number"))
    var to: Int?

    @Option(help: ArgumentHelp("The schema that this release has.", valueName: "version"))
    var forRelease: String?

    @Flag(help: "Only say what would be done and lost, also while a daemon runs; status 1 when there is something to do.")
    var check = false

    @Option(help: ArgumentHelp("The state directory, instead of what the configuration says.", valueName: "folder"), completion: .directory)
    var state: String?

    @OptionGroup var daemon: DaemonOptions

    func validate() throws {
      if to != nil, forRelease != nil { throw ValidationError("--to and --for-release exclude each other: the release says which schema") }
    }

    func run() throws {
      let directory = try state ?? StateLocation(options: daemon).resolve()
      let migration = try StoreFile(StoreFile.path(in: directory)).migrate(
        to: forRelease.map(StoreFile.schema(ofRelease:)) ?? to, isOnlyAsked: check, stateDirectory: directory)
      try daemon.show(migration) { _ in MigrationText(migration: migration, isOnlyAsked: check, screen: .ofOutput).text }
      if check, migration.isNeeded { throw ExitStatus.failed }
    }
  }
}
