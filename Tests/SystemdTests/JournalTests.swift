import Glibc
import Logging
import Synchronization
import Testing

@testable import Systemd

@Suite struct JournalTests {
  private func text(_ entry: JournalEntry) -> String { String(decoding: entry.bytes, as: UTF8.self) }

  @Test func aFireIsFoundByItsFields() {
    let entry = JournalEntry("fire ended", .warning, [("fire", "f1"), ("reason", "no answer"), ("run", "r1"), ("schedule", "nightly")])
    let lines = text(entry).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "MESSAGE=fire ended fire=f1 reason=\"no answer\" run=r1 schedule=nightly", "PRIORITY=4", "SYSLOG_IDENTIFIER=carillon",
        "CARILLON_MESSAGE=fire ended", "FIRE=f1", "CARILLON_REASON=no answer", "RUN=r1", "SCHEDULE=nightly",
      ])
  }

  @Test(arguments: [
    (Logger.Level.trace, 7), (.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
  ])
  func eachLevelHasItsPriority(level: Logger.Level, priority: Int) { #expect(JournalEntry.priority(level) == priority) }

  @Test func aLineBreakInAValueBeginsNoOtherField() {
    var entry = JournalEntry()
    entry.append("SCHEDULE", "a\nPRIORITY=0")
    #expect(entry.bytes == Array("SCHEDULE\n".utf8) + [12, 0, 0, 0, 0, 0, 0, 0] + Array("a\nPRIORITY=0\n".utf8))
  }

  @Test(arguments: [
    ("message", "CARILLON_MESSAGE"), ("lateness_ms", "CARILLON_LATENESS_MS"), ("a=b\nc", "CARILLON_A_B_C"), ("fire", "FIRE"),
  ])
  func noKeyPassesForAFieldOfTheJournal(key: String, name: String) { #expect(JournalEntry.name(key) == name) }

  @Test func aLongValueIsCutBetweenCharacters() {
    var entry = JournalEntry()
    entry.append("SCHEDULE", "x" + String(repeating: "é", count: JournalEntry.valueLimit))
    #expect(entry.bytes.count <= "SCHEDULE=…\n".utf8.count + JournalEntry.valueLimit)
    #expect(String(validating: entry.bytes, as: UTF8.self)?.hasSuffix("é…\n") == true)
  }

  @Test func aLoggerSendsOneDatagramForEachMessage() throws {
    let journald = try DatagramReceiver(name: "@journal-\(getpid())")
    var log = Logger(label: "test") { _ in JournalLogHandler(socket: try! JournalSocket(name: journald.name), otherwise: Lines()) }
    log[metadataKey: "schedule"] = "nightly"
    log.info("fire ended", metadata: ["fire": "f1"])
    let sent = try journald.receive()
    #expect(sent.hasPrefix("MESSAGE=fire ended fire=f1 schedule=nightly\nPRIORITY=6\n"))
    #expect(sent.hasSuffix("FIRE=f1\nSCHEDULE=nightly\n"))
  }

  @Test func whatJournaldDoesNotTakeIsWrittenAsALine() throws {
    let lines = Lines()
    let handler = JournalLogHandler(socket: try JournalSocket(name: "/nonexistent/journal"), otherwise: lines)
    Logger(label: "test") { _ in handler }.error("fire ended", metadata: ["fire": "f1"])
    #expect(lines.seen.lines.withLock { $0 } == ["fire ended f1"])
  }

  @Test func aStreamIsTheJournalsWhenDeviceAndInodeAreThose() throws {
    var pipe: [CInt] = [0, 0]
    try #require(Glibc.pipe(&pipe) == 0)
    defer { pipe.forEach { close($0) } }
    var status = stat()
    fstat(pipe[1], &status)
    #expect(JournalStream.holds(descriptor: pipe[1], variable: "\(status.st_dev):\(status.st_ino)"))
    #expect(!JournalStream.holds(descriptor: pipe[1], variable: "\(status.st_dev):\(status.st_ino + 1)"))
    #expect(!JournalStream.holds(descriptor: pipe[1], variable: nil))
  }
}

/// Keeps what is logged.
private struct Lines: LogHandler {
  final class Seen: Sendable {
    let lines = Mutex<[String]>([])
  }

  let seen = Seen()
  var logLevel = Logger.Level.trace
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { seen.lines.withLock { $0.append("\(event.message) \(event.metadata?["fire"] ?? "")") } }
}
