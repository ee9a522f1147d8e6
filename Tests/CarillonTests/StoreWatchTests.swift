import CivilTime
import Dispatch
import Foundation
import GRDB
import Logging
import SQLiteStorage
import Scheduling
import Seams
import TestSupport
import Testing

@testable import carillon

/// A store that was found damaged, and what the next start makes of that.
@Suite(.timeLimit(.minutes(5))) struct StoreWatchTests {
  private let folder: ScratchDirectory
  private let now = Instant(secondsSinceEpoch: 1_795_226_400)
  private var path: String { folder.path("carillon.db") }
  private var note: String { path + ".damage" }

  init() throws { folder = try ScratchDirectory() }

  /// An empty store; closed when this returns.
  private func make() async throws {
    let store = try SQLiteStore(path: path)
    try await store.markUncleanStart()
  }

  /// Of its own; another that has not quite closed is waited for.
  private func queue() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Spoils the pages of one table and its indexes: that shows when they are read, and not when the file is opened.
  private func damage(_ table: String) throws {
    let (pages, size) = try queue().writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      return (
        try Int.fetchAll(database, sql: "SELECT rootpage FROM sqlite_schema WHERE tbl_name = ?", arguments: [table]),
        try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      )
    }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    for page in pages {
      try file.seek(toOffset: UInt64((page - 1) * size))
      try file.write(contentsOf: Data(repeating: 0xFF, count: size))
    }
    try file.close()
  }

  /// Whoever notes a check fails, as on a full disk.
  private func refuseNotes() throws {
    try queue().write { database in
      try database.execute(
        sql: "CREATE TRIGGER no_room BEFORE UPDATE OF last_check ON installation BEGIN SELECT RAISE(ABORT, 'no room'); END")
    }
  }

  /// Whoever notes that a life has begun finds no room: no number is left for the next row.
  private func refuseStarts() throws {
    try queue().write { database in
      try database.execute(
        sql: """
          CREATE TABLE spent (id INTEGER PRIMARY KEY AUTOINCREMENT);
          INSERT INTO spent VALUES (9223372036854775807);
          CREATE TRIGGER no_room BEFORE UPDATE OF clean_stop ON installation BEGIN INSERT INTO spent (id) VALUES (NULL); END
          """)
    }
  }

  @Test func aStartThatCanWriteNothingSaysSo() async throws {
    try await make()
    try refuseStarts()
    let opened = try await StoreWatch.open(path, now: now)
    let watch = try await StoreWatch(opened, path: path, clock: VirtualClock(now), log: Logger(label: "test"))
    #expect(await watch.startProblem != nil)
  }

  private func allowStarts() throws {
    try queue().write { database in try database.execute(sql: "DROP TRIGGER no_room") }
  }

  @Test func aStartIsNotedWhileTheFileIsStillChecked() async throws {
    try await make()
    _ = try await SQLiteStore(path: path).commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(0)] }])
    try refuseStarts()
    let opened = try await StoreWatch.open(path, now: now)
    let (store, clock) = (opened.store, VirtualClock(now))
    let watch = try await StoreWatch(opened, path: path, clock: clock, log: Logger(label: "test"))
    // Readers that hold all connections from which a check could read.
    let (held, holding) = AsyncStream<Void>.makeStream()
    let gate = DispatchSemaphore(value: 0)
    let readers = (0..<4).map { _ in
      Task {
        try await store.scheduledRows(in: .distantPast ..< .distantFuture) { _ in
          holding.yield()
          gate.wait()
        }
      }
    }
    for await _ in held.prefix(4) {}
    let running = Task { try await watch.run() }
    await clock.alarm(at: now.advanced(by: .seconds(5)))
    try allowStarts()
    clock.advance(by: .seconds(5))
    while await watch.startProblem != nil { await Task.yield() }
    #expect(await !watch.hasLooked)
    for _ in readers { gate.signal() }
    for reader in readers { try await reader.value }
    running.cancel()
    try await running.value
  }

  @Test func aCheckThatFailedHasNoDate() async throws {
    try await make()
    try refuseNotes()
    let opened = try await StoreWatch.open(path, now: now)
    let watch = try await StoreWatch(opened, path: path, clock: VirtualClock(now), log: Logger(label: "test"))
    await watch.checkAtOnce()
    #expect(await watch.lastCheck == nil)
  }

  @Test func aCheckThatWasToldToStopIsDoneAgainByTheNextLife() async throws {
    try await make()
    try await SQLiteStore(path: path).markCleanStop()
    let opened = try await StoreWatch.open(path, now: now)
    let watch = try await StoreWatch(opened, path: path, clock: VirtualClock(now), log: Logger(label: "test"))
    await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await watch.checkAtOnce()
    }.value
    #expect(await watch.lastCheck == nil)
    #expect(await watch.isSound)
    await watch.markCleanStop()
    #expect(try await !opened.store.wasCleanStop())
  }

  @Test func aQuickCheckIsNotTheThoroughOneThatIsOwed() async throws {
    try await make()
    let (opened, clock) = (try await StoreWatch.open(path, now: now), VirtualClock(now))
    let watch = try await StoreWatch(opened, path: path, clock: clock, log: Logger(label: "test"))
    await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await watch.checkAtOnce()
    }.value
    // The start's check, which is a quick one.
    let running = Task { try await watch.run() }
    #expect(await clock.anyAlarm() == now.advanced(by: .seconds(3600)))
    #expect(await watch.lastCheck == nil)
    #expect(await !watch.hasLooked)
    // The next one is thorough.
    clock.advance(by: .seconds(3600))
    await clock.alarm(at: clock.now().advanced(by: .seconds(7 * 86_400)))
    #expect(await watch.hasLooked)
    running.cancel()
    try await running.value
  }

  @Test func aBackupThatWasPutInItsPlaceIsKept() async throws {
    try await make()
    try Data("page 7 is spoilt".utf8).write(to: URL(fileURLWithPath: note))
    let opened = try await StoreWatch.open(path, now: now)
    #expect(opened.damage == nil)
    #expect(!FileManager.default.fileExists(atPath: note))
  }

  @Test func whatIsStillDamagedIsSetAside() async throws {
    try await make()
    try damage("local_schedule")
    try Data("page 7 is spoilt".utf8).write(to: URL(fileURLWithPath: note))
    let opened = try await StoreWatch.open(path, now: now)
    #expect(opened.damage?.problem == "page 7 is spoilt")
    #expect(try await opened.store.localSchedules().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: note))
  }

  /// The quick check is content with it, and every life would come upon it anew.
  @Test func damageThatOnlyTheThoroughCheckFindsIsSetAsideToo() async throws {
    do {
      let store = try SQLiteStore(path: path)
      _ = try await store.commit([StoreSamples.batch { $0.claims = [StoreSamples.fire(0)] }])
    }
    // An index that is to hold the row now, and does not.
    try await queue().writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA writable_schema = ON")
      try database.execute(
        sql: "UPDATE sqlite_schema SET sql = replace(sql, 'due_last > due', 'due_last >= due') WHERE name = 'ledger_ranges'")
    }
    do {
      let opened = try await StoreWatch.open(path, now: now)
      #expect(try await opened.store.check().isEmpty)
      let clock = VirtualClock(now)
      let watch = try await StoreWatch(opened, path: path, clock: clock, log: Logger(label: "test"))
      await watch.checkAtOnce()
      #expect(await !watch.isSound)
      // The week's quick check changes nothing.
      let running = Task { try await watch.run() }
      #expect(await clock.anyAlarm() == now.advanced(by: .seconds(7 * 86_400)))
      clock.advance(by: .seconds(7 * 86_400))
      await clock.alarm(at: clock.now().advanced(by: .seconds(3600)))
      #expect(await !watch.isSound)
      running.cancel()
      try await running.value
    }
    let problem = try await StoreWatch.open(path, now: now).damage?.problem
    #expect(problem?.hasSuffix("missing from index ledger_ranges") == true)
    #expect(!FileManager.default.fileExists(atPath: note))
  }

  /// A start that comes upon damage fails; the one after it begins anew.
  @Test func damageThatAStartComesUponIsToldTheNextOne() async throws {
    try await make()
    try damage("local_schedule")
    do {
      let store = try await StoreWatch.open(path, now: now).store
      let error = await #expect(throws: StoreError.self) {
        try await StoreWatch.reading(store, at: path) { try await store.localSchedules() }
      }
      #expect(error?.kind == .damaged)
    }
    #expect(FileManager.default.fileExists(atPath: note))
    #expect(try await StoreWatch.open(path, now: now).damage != nil)
  }

  /// A store that is damaged, open all the same, and watched.
  private func damaged() async throws -> (SQLiteStore, StoreWatch) {
    try await make()
    try damage("local_schedule")
    let opened = try await StoreWatch.open(path, now: now)
    #expect(opened.damage == nil)
    let watch = try await StoreWatch(opened, path: path, clock: VirtualClock(now), log: Logger(label: "test"))
    opened.store.whenDamageIsFound { Task { await watch.damageWasMet() } }
    return (opened.store, watch)
  }

  @Test(arguments: ["read", "write", "backup"]) func damageThatACallComesUponIsFoundAtOnce(call: String) async throws {
    let (store, watch) = try await damaged()
    let error = await #expect(throws: StoreError.self) {
      switch call {
      case "read": _ = try await store.localSchedules()
      case "write": _ = try await store.removeLocalSchedule(.random(), updated: now)
      default: try await store.backUp(to: folder.path("copy.db"))
      }
    }
    #expect(error?.kind == .damaged)
    while await watch.isSound { await Task.yield() }
    #expect(FileManager.default.fileExists(atPath: note))
  }

  @Test func damageThatSomebodysCheckFindsIsFound() async throws {
    let (_, watch) = try await damaged()
    #expect(try await !watch.verify().isEmpty)
    #expect(await !watch.isSound)
    #expect(FileManager.default.fileExists(atPath: note))
  }

  /// Somebody may ask for it every few seconds.
  @Test func aRowThatCannotBeReadIsNotLookedForAgainAndAgain() async throws {
    try await make()
    let (opened, clock) = (try await StoreWatch.open(path, now: now), VirtualClock(now))
    let watch = try await StoreWatch(opened, path: path, clock: clock, log: Logger(label: "test"))
    await watch.damageWasMet()
    clock.advance(by: .seconds(3599))
    await watch.damageWasMet()
    #expect(await watch.lastCheck == now)
    clock.advance(by: .seconds(1))
    await watch.damageWasMet()
    #expect(await watch.lastCheck == now.advanced(by: .seconds(3600)))
  }

  @Test func aRowThatCannotBeReadInASoundFileIsNoDamageOfTheFile() async throws {
    try await make()
    let store = try await StoreWatch.open(path, now: now).store
    await #expect(throws: StoreError.self) {
      try await StoreWatch.reading(store, at: path) { throw StoreError(.damaged, "a row says nonsense") }
    }
    #expect(!FileManager.default.fileExists(atPath: note))
  }
}
