import ControlMessages
import Foundation
import Glibc
import SQLiteStorage
import Seams
import TestSupport
import Testing

@testable import carillon

/// `store export`, `import` and `migrate`, as people run them: the real program, on stores that releases have left behind.
@Suite struct StoreCommandTests {
  private let folder: ScratchDirectory
  private let kept: KeptStores

  init() throws { (folder, kept) = (try ScratchDirectory(), KeptStores()) }

  @Test(arguments: KeptStores.releases) func aKeptStoreIsVerifiedAndMoved(release: String) async throws {
    try await kept.write(release, to: folder.path("old"))
    let exported = try await store("export", folder.path("out.jsonl"), "--store", folder.path("old/carillon.db"))
    #expect(exported.status == 0 && exported.output.hasPrefix("the store is written to \(folder.path("out.jsonl")): "), "\(exported)")
    let imported = try await store("import", folder.path("out.jsonl"), "--state", folder.path("new"))
    #expect(imported.status == 0 && imported.output.contains("none: each has exactly one row"), "\(imported)")
    let again = try await store("export", "--store", folder.path("new/carillon.db"))
    #expect(
      again.output.split(separator: "\n").dropFirst().dropLast() == folder.read("out.jsonl")?.split(separator: "\n").dropFirst().dropLast())
    let verified = try await store("verify", folder.path("old/carillon.db"))
    #expect(verified.status == 0 && verified.output.contains("none: each has exactly one row"), "\(verified)")
  }

  /// A copy knows nothing of what was due after it was made.
  @Test(arguments: [("0.1.0", "2026-11-21T16:36:10Z"), ("0.2.0", "2026-11-21T16:51:40Z")])
  func whatIsVerifiedEndsWhereTheStoreEnds(release: String, end: String) async throws {
    try await kept.write(release, to: folder.path)
    let verified = try await store("verify", folder.path("carillon.db"))
    #expect(verified.status == 0 && verified.output.contains(" to \(end)\n"), "\(verified)")
  }

  @Test(arguments: KeptStores.releases) func thereAndBackTheLedgerIsComplete(release: String) async throws {
    try await kept.write(release, to: folder.path)
    let verified = try await store("verify", folder.path("carillon.db"))
    #expect(verified.status == 0, "\(verified)")
    let asked = try await store("migrate", "--for-release", "0.1.0", "--check", "--state", folder.path)
    #expect(asked.status == 1 && asked.output.contains("2, would become 1"), "\(asked)")
    let back = try await store("migrate", "--for-release", "0.1.0", "--state", folder.path)
    #expect(back.status == 0 && back.output.contains("2, now 1") && back.output.contains("carillon.db.schema-2-"), "\(back)")
    #expect(try await store("migrate", "--to", "1", "--check", "--state", folder.path).status == 0)
    let forth = try await store("migrate", "--state", folder.path)
    #expect(forth.status == 0 && forth.output.contains("1, now 2"), "\(forth)")
    let after = try await store("verify", folder.path("carillon.db"))
    #expect(after.status == 0 && after.output.contains("none: each has exactly one row"), "\(after)")
  }

  @Test func aTextFromStandardInputIsRefusedWithItsLineAndLeavesNothing() async throws {
    let refused = try await store(
      "import", "-", "--state", folder.path("new"), input: "{\"carillon_store\":{\"format\":1,\"schema\":2},\"installation\":\"x\"}\n{\n")
    #expect(refused.status == 1, "\(refused)")
    #expect(refused.errors.contains("standard input:2: this is not JSON; nothing was imported"), "\(refused)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("new")) == ["lock"])
  }

  @Test func nobodyNeedsTheDaemonsSecretsForItsStoreOrToAskIt() async throws {
    try await kept.write("0.2.0", to: folder.path("state"))
    try folder.write(
      """
      state_directory: state
      listen: unix:here.sock
      server: {url: "https://zen.example", api_key_file: "credential:absent-key-of-a-test"}
      """, to: "gpu.yaml")
    let config = folder.path("gpu.yaml")
    let checked = try await store("migrate", "--to", "2", "--check", "--config", config)
    #expect(checked.status == 0, "\(checked)")
    let copied = try await store("backup", folder.path("copy.db"), "--config", config)
    #expect(copied.status == 0 && folder.exists("copy.db"), "\(copied)")
    #expect(try controlSocket(ofConfiguration: config).text == folder.path("here.sock"))
  }

  @Test func aStoreThatIsThereIsNotReplaced() async throws {
    try await kept.write("0.2.0", to: folder.path)
    let text = try await store("export", "--store", folder.path("carillon.db")).output
    let refused = try await store("import", "-", "--state", folder.path, input: text)
    #expect(refused.status == 1 && refused.errors.contains("an import replaces nothing; move carillon.db"), "\(refused)")
  }

  @Test(arguments: [["--to", "1", "--for-release", "0.1.0"], ["--for-release", "x"]]) func whatMakesNoSenseIsAUsageError(options: [String])
    async throws
  {
    try await kept.write("0.2.0", to: folder.path)
    let refused = try await store(["migrate", "--state", folder.path] + options)
    #expect(refused.status == 2, "\(refused)")
  }

  /// Also one of an older release, which opening it would bring to this one's schema.
  @Test(arguments: KeptStores.releases) func aStoreThatNobodyMayWriteToIsVerifiedFromACopy(release: String) async throws {
    try await kept.write(release, to: folder.path("medium"))
    let path = folder.path("medium/carillon.db")
    let before = FileManager.default.contents(atPath: path)
    let verified = try await LocalStore(file: path, isCopied: true).verify()
    #expect(verified.isSound && verified.path == path, "\(verified)")
    #expect(FileManager.default.contents(atPath: path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("medium")) == ["carillon.db"])
  }

  @Test func aLinkIsNotCopiedForTheStoreThatItLeadsTo() async throws {
    try await kept.write("0.2.0", to: folder.path("medium"))
    let path = folder.path("medium/carillon.db")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try FileManager.default.createSymbolicLink(atPath: folder.path("link.db"), withDestinationPath: "medium/carillon.db")
    let before = FileManager.default.contents(atPath: path)
    let verified = try await LocalStore(file: folder.path("link.db"), isCopied: true).verify()
    #expect(verified.isSound && verified.path == folder.path("link.db"), "\(verified)")
    #expect(FileManager.default.contents(atPath: path) == before)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("medium")) == ["carillon.db"])
  }

  /// By a daemon on the other side of a mount that is read-only on this one.
  @Test(arguments: ["", "-wal"]) func aStoreThatIsWrittenToWhileItIsCopiedIsInUseAndNotDamaged(suffix: String) async throws {
    try await kept.write("0.2.0", to: folder.path)
    let path = folder.path("carillon.db")
    try folder.write("", to: "carillon.db-wal")
    let problem = #expect(throws: ControlProblem.self) {
      _ = try StoreCopy(of: path) { file, copy in
        try StoreCopy.copyFile(file, to: copy)
        let written = try FileHandle(forWritingTo: URL(filePath: path + suffix))
        _ = try written.seekToEnd()
        try written.write(contentsOf: Data("a page".utf8))
        try written.close()
      }
    }
    #expect(problem.map { "\($0)".contains("\(path): it may be in use") } == true)
  }

  @Test(arguments: [SIGINT, SIGTERM]) func whatIsInterruptedLeavesNoCopyBehind(number: Int32) async throws {
    await #expect(processExitsWith: .exitCode(128 + number)) { [temporary = folder.path as String, number = number as Int32] in
      setenv("TMPDIR", temporary, 1)
      let copy = try PrivateFolder(forACopyOf: "a store")
      precondition(copy.path.hasPrefix(temporary), copy.path)
      try Data("a copy".utf8).write(to: URL(filePath: "\(copy.path)/carillon.db"))
      try await Interruptible.during {
        kill(getpid(), number)
        // Nothing but the signal ends it.
        await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
      }
      withExtendedLifetime(copy) {}
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func whatIsNoStoreIsToldWithItsOwnName() throws {
    try folder.write(String(repeating: "a shopping list\n", count: 100), to: "list.db")
    let error = #expect(throws: StoreError.self) { try LocalStore(file: folder.path("list.db"), isCopied: true) }
    #expect(error?.description.hasPrefix("\(folder.path("list.db")): not a SQLite database") == true)
  }

  /// What a backup wrote that found no room; SQLite would make a store of it.
  @Test func anEmptyFileIsNoStore() async throws {
    try folder.write("", to: "empty.db")
    let refused = try await store("verify", folder.path("empty.db"))
    #expect(refused.status != 0 && refused.errors.contains("it is empty: this is no store"), "\(refused)")
    #expect(folder.read("empty.db") == "")
  }

  @Test func aFolderIsNoDefinition() {
    let problem = #expect(throws: ControlProblem.self) { try DefinitionFile.read(folder.path) }
    #expect(problem.map { "\($0)".contains("it cannot be read as a file") } == true)
  }

  @Test func aDaemonsStoreIsNotTouched() async throws {
    try await kept.write("0.2.0", to: folder.path)
    let text = try await store("export", "--store", folder.path("carillon.db")).output
    let lock = try StateLock(folder.path)
    defer { lock.release() }
    for arguments in [["migrate", "--to", "1", "--state", folder.path], ["import", "-", "--state", folder.path]] {
      let refused = try await store(arguments, input: text)
      #expect(refused.status == 1 && refused.errors.contains("in use by another Carillon"), "\(refused)")
    }
    #expect(try await store("export", "--store", folder.path("carillon.db")).status == 0)
  }

  @Test func whatWasDoneIsSaid() {
    let migration = MigrationMessage(path: "/s/carillon.db", from: 2, to: 1, backup: "/s/copy", losses: ["keys for the network: 1"])
    #expect(
      MigrationText(migration: migration, isOnlyAsked: false).text == """
        store   /s/carillon.db
        schema  2, now 1
        copy    /s/copy
        lost    keys for the network: 1
        next    install the older release before a daemon is started: this one would bring the store to 2 again

        """)
    let none = MigrationMessage(path: "/s/carillon.db", from: 2, to: 2, backup: nil, losses: [])
    #expect(MigrationText(migration: none, isOnlyAsked: true).text == "store   /s/carillon.db\nschema  2; nothing to do\n")
  }

  // MARK: The program

  private func store(_ arguments: String..., input: String = "") async throws -> ProgramEnd { try await store(arguments, input: input) }

  private func store(_ arguments: [String], input: String = "") async throws -> ProgramEnd {
    try await ProgramEnd.of(["store"] + arguments, input: input)
  }
}
