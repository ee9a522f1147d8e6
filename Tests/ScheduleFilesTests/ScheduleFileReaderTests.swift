import Foundation
import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

@Suite struct ScheduleFileReaderTests {
  private let directory: TestDirectory

  init() throws {
    directory = try TestDirectory()
  }

  private func reader(_ paths: String...) -> ScheduleFileReader {
    ScheduleFileReader(paths: paths.map { $0.isEmpty ? directory.path : "\(directory.path)/\($0)" }, calendars: [], zoneNamed: zone)
  }

  private func document(_ name: String, seconds: Int = 60) -> String {
    "name: \(name)\ninterval_seconds: \(seconds)\ntrigger: {kind: command, argv: [date]}\n"
  }

  private func names(_ catalog: FileCatalog) -> [String] { catalog.schedules.map(\.record.name) }

  @Test func aDirectoryGivesItsYAMLFilesInOrder() throws {
    for name in ["b.yaml", "a.yml", ".hidden.yaml", "notes.txt", "carillon.yaml", "sub/deep.yaml"] {
      try directory.write(name, document(String(name.prefix(1))))
    }
    try directory.write("dir.yaml/x.txt", "")
    var reader = reader("")
    let catalog = reader.read()
    #expect(catalog.files == ["\(directory.path)/a.yml", "\(directory.path)/b.yaml"])
    #expect(names(catalog) == ["a", "b"])
    #expect(catalog.problems.isEmpty && catalog.warnings.isEmpty)
  }

  @Test func theFingerprintIsThatOfWhatWasRead() throws {
    try directory.write("a.yaml", document("a"))
    try directory.write("b.yaml", document("b"))
    var reader = reader("")
    let whole = try #require(reader.fingerprint())
    #expect(reader.read().fingerprint == whole && reader.read().fingerprint == whole)

    var others: Set<String> = [whole]
    func expectAnother(_ change: String, _ reader: ScheduleFileReader) throws {
      var reader = reader
      let fingerprint = try #require(reader.fingerprint(), "\(change)")
      #expect(others.insert(fingerprint).inserted, "\(change)")
      #expect(reader.read().fingerprint == fingerprint, "\(change)")
    }
    try expectAnother("another order", self.reader("b.yaml", "a.yaml"))
    try expectAnother("one file of two", self.reader("a.yaml"))
    try directory.write("a.yaml", document("a", seconds: 61))
    try expectAnother("one character", reader)
    try directory.write("a.yaml", document("a"))
    #expect(reader.fingerprint() == whole)
    try expectAnother(
      "another program", ScheduleFileReader(paths: [directory.path], calendars: [], program: "2", zoneNamed: zone))
    try expectAnother(
      "callbacks", ScheduleFileReader(paths: [directory.path], calendars: [], allowsCallbacks: true, zoneNamed: zone))
    try expectAnother(
      "sinks", ScheduleFileReader(paths: [directory.path], calendars: [], alertSinks: ["a"], zoneNamed: zone))
  }

  /// What was remembered is no version of a file: it is in no reading unless a file says it.
  @Test func whatIsRememberedSaysNothing() throws {
    try directory.write("a.yaml", document("a"))
    try directory.write("b.yaml", document("b"))
    var first = reader("")
    let known = first.read().schedules
    try directory.write("a.yaml", document("a", seconds: 61))
    try directory.remove("b.yaml")
    var second = reader("")
    second.remember(known)
    let catalog = second.read()
    #expect(names(catalog) == ["a"] && catalog.schedules.map(\.record.interval) == [.seconds(61)])
  }

  @Test func whatIsNotWholeHasNoFingerprint() throws {
    try directory.write("a.yaml", document("a"))
    try directory.write("b.yaml", "name: b\n")
    var reader = reader("")
    #expect(reader.read().fingerprint == nil)
    try directory.write("b.yaml", document("a"))
    #expect(reader.read().fingerprint == nil, "one name twice")
    var elsewhere = self.reader("", "missing")
    #expect(elsewhere.fingerprint() == nil && elsewhere.read().fingerprint == nil)
  }

  @Test func patternsFilesAndDirectoriesMayOverlap() throws {
    try directory.write("x/one.yaml", document("one"))
    try directory.write("y/two.yaml", document("two"))
    try directory.write("carillon-like.yaml", document("named"))
    var reader = reader("carillon-like.yaml", "*/t*.yaml", "?", "y", "x", "y/two.yaml")
    let catalog = reader.read()
    #expect(names(catalog) == ["named", "two", "one"])
    #expect(catalog.warnings.map(\.message) == ["no file matches this pattern"])
  }

  @Test func aMissingPathIsAProblem() throws {
    var reader = reader("gone.yaml")
    #expect(reader.read().problems.map(\.description) == ["\(directory.path)/gone.yaml: there is no such file or directory"])
  }

  @Test func aBrokenFileKeepsItsLastGoodVersionInForce() throws {
    try directory.write("a.yaml", document("a") + "---\n" + document("a2"))
    try directory.write("b.yaml", document("b"))
    var reader = reader("")
    #expect(names(reader.read()) == ["a", "a2", "b"])

    try directory.write("a.yaml", document("a", seconds: 5) + "---\n" + document("a2", seconds: 0))
    try directory.write("b.yaml", document("b", seconds: 7))
    for _ in 0..<2 {
      let catalog = reader.read()
      #expect(catalog.schedules.map(\.record.interval) == [.seconds(60), .seconds(60), .seconds(7)])
      #expect(catalog.problems.map(\.line) == [6])
      #expect(catalog.stale == ["\(directory.path)/a.yaml"])
    }

    try directory.write("a.yaml", document("a", seconds: 5))
    let mended = reader.read()
    #expect(names(mended) == ["a", "b"] && mended.problems.isEmpty)
  }

  @Test(arguments: ["", "\n", " \r\n\t\n"])
  func anEmptyFileKeepsItsLastGoodVersionInForce(text: String) throws {
    let file = try directory.write("a.yaml", document("a"))
    var reader = reader("")
    _ = reader.read()
    try directory.write("a.yaml", text)
    let catalog = reader.read()
    #expect(names(catalog) == ["a"])
    #expect(catalog.problems.map(\.description) == ["\(file): is empty; if it is to say nothing, leave a comment in it, or delete it"])
    #expect(reader.fingerprint() == nil)
  }

  @Test func aFileOfCommentsSaysThatItsSchedulesAreGone() throws {
    try directory.write("a.yaml", document("a"))
    var reader = reader("")
    _ = reader.read()
    try directory.write("a.yaml", "# nothing any more\n")
    let catalog = reader.read()
    #expect(catalog.schedules.isEmpty && catalog.problems.isEmpty)
  }

  @Test func aFileThatWasNeverGoodGivesNothing() throws {
    try directory.write("a.yaml", document("a") + "---\nname: [")
    var reader = reader("")
    let catalog = reader.read()
    #expect(catalog.schedules.isEmpty && catalog.problems.count == 1)
    #expect(catalog.unknown == ["\(directory.path)/a.yaml"])
    try directory.write("a.yaml", document("a"))
    #expect(reader.read().unknown.isEmpty)
    try directory.write("a.yaml", "name: [")
    #expect(reader.read().unknown.isEmpty)
  }

  @Test func aDeletedFileIsGoneForGood() throws {
    try directory.write("a.yaml", document("a"))
    try directory.write("b.yaml", document("b"))
    var reader = reader("")
    _ = reader.read()
    try directory.remove("a.yaml")
    #expect(names(reader.read()) == ["b"])
    try directory.write("a.yaml", "name: [")
    #expect(names(reader.read()) == ["b"])
  }

  /// A disk that is not mounted looks the same.
  @Test(arguments: ["sub", "sub/a.yaml", "sub/*.yaml"])
  func aPathThatIsNotThereKeepsWhatWasReadFromIt(path: String) throws {
    try directory.write("sub/a.yaml", document("a"))
    try directory.write("b.yaml", document("b"))
    var reader = reader("b.yaml", path)
    #expect(names(reader.read()) == ["b", "a"])

    try FileManager.default.moveItem(atPath: "\(directory.path)/sub", toPath: "\(directory.path)/away")
    for _ in 0..<2 {
      let catalog = reader.read()
      #expect(names(catalog) == ["b", "a"])
      let missing = "\(directory.path)/\(path.hasSuffix("*.yaml") ? "sub" : path)"
      #expect(catalog.problems.map(\.description) == ["\(missing): there is no such file or directory"])
      #expect(catalog.unknown == [missing] && catalog.fingerprint == nil)
      #expect(catalog.stale == ["\(directory.path)/sub/a.yaml"])
    }

    try FileManager.default.moveItem(atPath: "\(directory.path)/away", toPath: "\(directory.path)/sub")
    #expect(reader.read().problems.isEmpty)
  }

  @Test func aDanglingLinkKeepsWhatWasReadBehindIt() throws {
    try directory.write("release/a.yaml", document("a"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(directory.path)/current", withDestinationPath: "\(directory.path)/release")
    var reader = reader("current")
    #expect(names(reader.read()) == ["a"])
    try directory.remove("release")
    #expect(names(reader.read()) == ["a"])
  }

  @Test func aFolderThatIsEmptyNowHoldsNothing() throws {
    try directory.write("sub/a.yaml", document("a"))
    var reader = reader("sub")
    _ = reader.read()
    try directory.remove("sub/a.yaml")
    let catalog = reader.read()
    #expect(catalog.schedules.isEmpty && catalog.problems.isEmpty && catalog.unknown.isEmpty)
    #expect(catalog.emptyFolders == ["\(directory.path)/sub"])
  }

  @Test func aPathThatNeedNotBeThereIsReadOnceItIs() throws {
    let sub = "\(directory.path)/sub"
    var reader = ScheduleFileReader(paths: [], ifThere: [sub], calendars: [], zoneNamed: zone)
    let absent = reader.read()
    #expect(absent.problems.isEmpty && absent.warnings.isEmpty && absent.unknown == [sub])
    try directory.write("sub/a.yaml", document("a"))
    #expect(names(reader.read()) == ["a"])
  }

  @Test func aNameStaysWithTheFileThatComesFirst() throws {
    try directory.write("a.yaml", document("same", seconds: 1))
    try directory.write("b.yaml", "# b\n" + document("same", seconds: 2) + "---\n" + document("other"))
    var reader = reader("")
    let catalog = reader.read()
    #expect(catalog.schedules.map(\.record.interval) == [.seconds(1), .seconds(60)])
    #expect(
      catalog.problems.map(\.description) == [
        """
        \(directory.path)/b.yaml:2:1: schedule 'same' is in \(directory.path)/a.yaml:1 already, which comes first and counts; give this one another name
        name: same
        ^^^^
        """
      ])
  }

  /// `-` comes before `.`: a copy that somebody leaves beside a file comes first.
  @Test func aCopyThatComesFirstTakesNoNameAway() throws {
    try directory.write("gold.yaml", document("gold", seconds: 1))
    try directory.write("other.yaml", document("other"))
    var reader = reader("")
    let known = reader.read().schedules
    let copy = try directory.write("gold-2025.yaml", document("gold", seconds: 2) + "---\n" + document("more"))
    let problem =
      "\(copy):1:1: schedule 'gold' is in \(directory.path)/gold.yaml:1 already, which stays in force; give this one another name"
    func expectGold(_ catalog: FileCatalog) {
      #expect(Set(names(catalog)) == ["gold", "other", "more"] && catalog.schedules.count == 3)
      #expect(catalog.schedules.first { $0.name == "gold" }?.record.interval == .seconds(1))
      #expect(catalog.problems.map(\.sentence) == [problem] && catalog.contested == ["gold"])
    }
    for _ in 0..<2 { expectGold(reader.read()) }

    var remembering = self.reader("")
    remembering.remember(known)
    expectGold(remembering.read())
    var restarted = self.reader("")
    #expect(restarted.read().schedules.first?.record.interval == .seconds(2))
    restarted.settle(["gold": "\(directory.path)/gold.yaml"])
    for _ in 0..<2 { expectGold(restarted.read()) }

    try directory.write("gold.yaml", "name: [")
    #expect(reader.read().schedules.first { $0.name == "gold" }?.record.interval == .seconds(1), "its last good version")
    try directory.remove("gold.yaml")
    let moved = reader.read()
    #expect(moved.schedules.first { $0.name == "gold" }?.record.interval == .seconds(2) && moved.problems.isEmpty)
  }

  /// After a restart the reader has no version of a broken file, and what an earlier life read of it is in force.
  @Test(arguments: ["a.yaml", "gone/a.yaml"])
  func aNameStaysWithAFileThatCannotBeReadSinceTheStart(file: String) throws {
    let newcomer = try directory.write("c.yaml", document("same", seconds: 2) + "---\n" + document("more"))
    if file == "a.yaml" { try directory.write(file, "name: [") }
    var reader = reader("gone", "")
    #expect(names(reader.read()) == ["same", "more"], "nobody has said yet what was in force")
    reader.settle(["same": "\(directory.path)/\(file)", "more": newcomer])
    let problem =
      "\(newcomer):1:1: schedule 'same' is in \(directory.path)/\(file) already, which stays in force; give this one another name"
    for _ in 0..<2 {
      let catalog = reader.read()
      #expect(names(catalog) == ["more"] && catalog.problems.map(\.sentence).contains(problem), "\(catalog.problems)")
      #expect(catalog.unknown.contains { "\(directory.path)/\(file)".hasPrefix($0) }, "what is stored goes on")
    }

    try directory.write(file, document("same", seconds: 1))
    let mended = reader.read()
    #expect(mended.schedules.first { $0.name == "same" }?.record.interval == .seconds(1))
    #expect(mended.problems.map(\.sentence).contains { $0.contains("already, which stays in force") })
    try directory.remove(file)
    #expect(reader.read().schedules.first { $0.name == "same" }?.record.interval == .seconds(2))
  }

  @Test func aNewcomerTakesNoNameOfAFileThatBrokeBeforeTheStart() throws {
    try directory.write("a.yaml", document("same", seconds: 1))
    var earlier = reader("")
    let known = earlier.read().schedules
    try directory.write("a.yaml", "name: [")
    var reader = reader("")
    reader.remember(known)
    #expect(reader.read().schedules.isEmpty)
    try directory.write("c.yaml", document("same", seconds: 2))
    #expect(reader.read().schedules.isEmpty)
    try directory.remove("a.yaml")
    let catalog = reader.read()
    #expect(catalog.schedules.map(\.record.interval) == [.seconds(2)] && catalog.problems.isEmpty, "nobody holds the name any more")
  }

  @Test func whatIsNoTextIsAProblem() throws {
    let file = try directory.write("a.yaml", "")
    try Data([0x6e, 0x0a, 0xff, 0xfe]).write(to: URL(fileURLWithPath: file))
    var reader = reader("")
    #expect(reader.read().problems.map(\.description) == ["\(file):2:1: is not UTF-8 text"])
  }

  @Test func aHugeFileIsNotRead() throws {
    let file = try directory.write("a.yaml", String(repeating: "# filler\n", count: 500_000))
    var reader = reader("")
    #expect(reader.read().problems.map(\.description) == ["\(file): is larger than 4 MiB"])
  }

  @Test func aPipeIsNotOpened() throws {
    let path = "\(directory.path)/a.yaml"
    #expect(mkfifo(path, 0o600) == 0)
    var reader = reader("")
    #expect(reader.read().problems.map(\.description) == ["\(path): is not a regular file"])
  }

  @Test func aFileBehindALinkIsRead() throws {
    let file = try directory.write("real/a.yaml", document("a"))
    try FileManager.default.createSymbolicLink(atPath: "\(directory.path)/link.yaml", withDestinationPath: file)
    var reader = reader("link.yaml")
    #expect(names(reader.read()) == ["a"])
  }

  @Test func fiveThousandSchedulesAreRead() async throws {
    try directory.write("many.yaml", (0..<5_000).map { document("s\($0)") }.joined(separator: "---\n"))
    let reader = reader("")
    let catalog = try await onAThreadOfItsOwn {
      var own = reader
      return own.read()
    }
    #expect(catalog.schedules.count == 5_000)
  }
}
