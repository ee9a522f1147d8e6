import Foundation
import GRDB
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

/// Stores as text, out and in.
struct ExchangeTests {
  private let directory: TemporaryDirectory
  private let other: TemporaryDirectory

  init() throws { (directory, other) = (try TemporaryDirectory(), try TemporaryDirectory()) }

  @Test func everyTableLeavesOrSaysWhyNot() async throws {
    let store = try SQLiteStore(path: directory.storePath)
    let tables = try await store.read(.exporting) { try String.fetchAll($0, sql: "SELECT name FROM sqlite_master WHERE type = 'table'") }
    #expect(Set(tables) == Set(ExchangedTable.all.map(\.name) + ExchangedTable.withheld + ExchangedTable.derived))
  }

  @Test func anImportedStoreHasTheSameText() async throws {
    let store = try await FullStore.make(at: directory.storePath)
    let (text, summary) = try export(directory)
    let empty = summary.rows.filter { $0.value == 0 }.keys
    #expect(empty.isEmpty, "FullStore has nothing in \(empty)")
    #expect(try read(text, into: other) == summary)
    #expect(try export(other).text == text)
    let imported = try SQLiteStore(path: other.storePath)
    #expect(try await imported.check().isEmpty)
    #expect(try await imported.rows(LedgerQuery(limit: .max)) == store.rows(LedgerQuery(limit: .max)))
    #expect(try await imported.deadLetters(limit: 9) == store.deadLetters(limit: 9))
    let (was, now) = (try await store.restore(), try await imported.restore())
    #expect(now.instance == was.instance && now.schedules.map(\.revision) == was.schedules.map(\.revision))
    #expect(now.schedules.map(\.state) == was.schedules.map(\.state) && now.unfinished.map(\.id) == was.unfinished.map(\.id))
    #expect(now.schedules.map(\.coveredUntil) == was.schedules.map(\.coveredUntil))
    #expect(try await imported.auditLines(AuditLogQuery()).lines == store.auditLines(AuditLogQuery()).lines)
    #expect(try FileManager.default.attributesOfItem(atPath: other.storePath)[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: KeptDatabase.allCases) func aKeptStoreGoesOutAndIn(_ kept: KeptDatabase) throws {
    try kept.write(to: directory.storePath)
    let before = try directory.contents()
    let text = try export(directory).text
    #expect(try directory.contents() == before, "the store itself was changed, or something was left beside it")
    try read(text, into: other)
    #expect(try export(other).text == text)
  }

  @Test func whatIsForThisInstallationOnlyStays() async throws {
    let store = try await FullStore.make(at: directory.storePath)
    #expect(try !export(directory).text.contains(FullStore.canary))
    #expect(try await store.keys().map(\.name) == [FullStore.canary])
  }

  /// Somebody moved a store away, and forgot its log: the last rows are only there.
  @Test func aLogWhoseStoreIsGoneIsNotThrownAway() throws {
    let log = Data("frames of a store that is elsewhere".utf8)
    try log.write(to: URL(filePath: directory.storePath + "-wal"))
    let error = #expect(throws: StoreError.self) { try StoreImport(path: directory.storePath).read(0, named: "in.jsonl") }
    #expect(error?.description.contains("carillon.db-wal if there is one, away") == true)
    #expect(try directory.contents() == ["carillon.db-wal": log])
  }

  @Test func aFileAppearsWholeForItsOwnerAlone() async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let file = other.path + "/out.jsonl"
    let export = StoreExport(path: directory.storePath, now: StoreSamples.instant(0))
    let summary = try export.write(to: file)
    #expect(summary.rows["ledger"] == 7)
    #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    #expect(try other.contents().keys.sorted() == ["out.jsonl"])
    let error = #expect(throws: StoreError.self) { try export.write(to: file) }
    #expect(error?.description.hasPrefix("\(file): a file of this name is there already") == true)
  }

  @Test func theChecksumIsThatOfTheLinesBeforeTheLast() async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let lines = try export(directory).text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    let before = lines.dropLast().map { "\($0)\n" }.joined()
    let sum = SHA256.digest(of: Array(before.utf8)).map { String(format: "%02x", $0) }.joined()
    #expect(lines.last?.contains("\"sha256\":\"\(sum)\"") == true)
  }

  // MARK: What is refused

  @Test func aTextThatIsCutOffAnywhereIsRefused() async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let text = Array(try export(directory).text.utf8)
    for length in stride(from: 0, to: text.count - 1, by: 97) {
      let lines = text[..<length].count { $0 == UInt8(ascii: "\n") }
      let sentence = try refusal(of: Array(text[..<length]))
      #expect(sentence.contains("in.jsonl:"), "\(length): \(sentence)")
      if lines > 0 { #expect(sentence.contains("it is cut off; nothing was imported"), "\(length): \(sentence)") }
    }
  }

  @Test(arguments: [
    ("\"schema\":2", "\"schema\":3", "in.jsonl:1: schema 3 of a newer Carillon, this one knows up to 2; import it with the newer one"),
    ("\"format\":1", "\"format\":2", "in.jsonl:1: format 2 of a newer Carillon, this one knows 1; import it with the newer one"),
    ("{\"carillon_store\"", "{\"store\"", "in.jsonl:1: this is not what 'carillon store export' writes"),
    ("\"last_sync\":", "\"last_sync\":1", "differs"), ("\"last_sync\"", "\"last_sink\"", "in.jsonl:2: there is no column last_sink"),
    ("\"instance\":\"", "\"instance\":\"x", "in.jsonl:2: instance is not an identifier"),
    ("{\"table\":\"installation\"", "{\"table\":\"guests\"", "in.jsonl:2: this is no row of a table that this Carillon knows"),
    ("{\"table\":\"installation\"", "{\"table\":\"audit_log\"", "in.jsonl:2: there is no column horizon"),
    ("{\"table\":\"installation\"", "{\"table\":", "in.jsonl:2: this is not JSON"),
    ("\"kind\":\"manual\"", "\"kind\":\"musical\"", "SQLite refuses the row: CHECK constraint failed"),
    ("\"revision\":1", "\"revision\":true", "revision is neither a text nor a whole number"),
    ("\"audit_log\":1", "\"audit_log\":2", "there were 1 rows of audit_log, and the last line says 2: lines are gone, or there twice"),
  ]) func aTextThatWasChangedIsRefused(old: String, new: String, sentence: String) async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let text = try export(directory).text
    let range = try #require(text.range(of: old))
    let answer = try refusal(of: Array(text.replacingCharacters(in: range, with: new).utf8))
    #expect(answer.contains(sentence), "\(answer)")
  }

  @Test func linesThatAreGoneTwiceMovedOrTooManyAreRefused() async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let text = try export(directory).text
    let lines = text.split(separator: "\n").map { "\($0)\n" }
    let row = try #require(lines.firstIndex { $0.hasPrefix("{\"table\":\"ledger\"") })
    var gone = lines
    gone.remove(at: row)
    #expect(try refusal(of: gone).contains("there were 6 rows of ledger, and the last line says 7"))
    var twice = lines
    twice.insert(lines[row], at: row)
    #expect(try refusal(of: twice).contains("in.jsonl:\(row + 2): SQLite refuses the row: UNIQUE constraint failed: ledger.sequence"))
    var moved = lines
    moved.swapAt(1, row)
    #expect(try refusal(of: moved).contains("lines were moved"))
    #expect(try refusal(of: lines + ["{}\n"]).contains("in.jsonl:\(lines.count + 1): nothing may follow the last line"))
    #expect(try refusal(of: [UInt8(0xFF), 0x0A]).contains("in.jsonl:1: this is not what"))
  }

  // MARK: What is there already

  @Test func aStoreThatHoldsSomethingIsLeftAlone() async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let text = try export(directory).text
    try KeptDatabase.schema2.write(to: other.storePath)
    _ = try SQLiteStore(path: other.storePath)
    let before = try export(other).text
    let error = #expect(throws: StoreError.self) { try read(text, into: other) }
    #expect(error?.description.contains("there is a store already, and an import replaces nothing; move carillon.db") == true)
    #expect(try export(other).text == before)
  }

  @Test func aStoreThatHoldsNothingMakesRoom() async throws {
    _ = try await FullStore.make(at: directory.storePath)
    let text = try export(directory).text
    do { _ = try SQLiteStore(path: other.storePath) }
    try read(text, into: other)
    #expect(try export(other).text == text)
    let third = try TemporaryDirectory()
    try Data().write(to: URL(filePath: third.storePath))
    try read(text, into: third)
    #expect(try export(third).text == text)
  }

  // MARK: Words

  private func export(_ directory: TemporaryDirectory) throws -> (text: String, summary: ExchangeSummary) {
    let text = Box()
    let summary = try StoreExport(path: directory.storePath, now: StoreSamples.instant(0)).write { text.bytes += $0 }
    return (String(decoding: text.bytes, as: UTF8.self), summary)
  }

  private final class Box { var bytes: [UInt8] = [] }

  @discardableResult
  private func read(_ text: String, into directory: TemporaryDirectory) throws -> ExchangeSummary {
    try read(Array(text.utf8), into: directory)
  }

  private func read(_ bytes: [UInt8], into directory: TemporaryDirectory) throws -> ExchangeSummary {
    let texts = try TemporaryDirectory()
    let file = URL(filePath: texts.path + "/in.jsonl")
    try Data(bytes).write(to: file)
    let handle = try FileHandle(forReadingFrom: file)
    let summary = try StoreImport(path: directory.storePath).read(handle.fileDescriptor, named: "in.jsonl")
    #expect(try directory.contents().keys.sorted() == ["carillon.db"])
    return summary
  }

  /// Nothing may be left behind.
  private func refusal(of bytes: [UInt8]) throws -> String {
    let directory = try TemporaryDirectory()
    let error = try #require(throws: StoreError.self) { try read(bytes, into: directory) }
    #expect(try directory.contents().isEmpty, "\(error)")
    return error.description
  }

  private func refusal(of lines: [String]) throws -> String { try refusal(of: Array(lines.joined().utf8)) }
}
