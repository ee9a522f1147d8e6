import CivilTime
import Engine
import Logging
import SQLiteStorage
import Seams
import ServiceLifecycle

/// Looks after the store's file: tells that a damaged one was set aside, and has it checked when there is reason to.
actor StoreWatch: Service {
  /// What a check found, until the next start; empty while none has found anything.
  private var findings: [String] = []
  private(set) var lastCheck: Instant?
  /// When a check that failed is tried again.
  private var nextTry: Instant?

  nonisolated let path: String
  private let store: SQLiteStore
  private let damage: SetAsideStore?
  /// The last end was not an orderly one, and the file has not been checked since.
  private var owesCheck: Bool
  /// A call has come upon damage, and no thorough check has come to its end since. A quick one may be content with such a file.
  private var owesThoroughCheck = false
  /// When the file was last looked at because a call had come upon damage; nil: never.
  private var lastLook: Instant?
  private var isLooking = false
  /// Why nothing could be written when this life began, and since; nil: it could. Until then the file may still say that the last
  /// end was an orderly one.
  private(set) var startProblem: String?
  /// Rings when a check outside of its time has changed when the next one is due.
  private let bell = Doorbell()
  private let clock: any WallClock
  private let log: Logger

  /// Takes note of how the last life ended; from here on an end is an orderly one only when `markCleanStop` says so.
  init(_ opened: OpenedStore, path: String, clock: any WallClock, log: Logger) async throws(StoreError) {
    (store, damage) = (opened.store, opened.damage)
    self.path = path
    (self.clock, self.log) = (clock, log)
    owesCheck = try await !opened.store.wasCleanStop()
    lastCheck = try await opened.store.lastCheck()
    startProblem = try await Self.noteStart(opened.store, log)
    guard let damage = opened.damage else { return }
    log.critical(
      "the store was damaged: it is set aside, and a new one is in its place; the ledger's history is gone",
      metadata: ["damaged": "\(damage.path)", "problem": "\(damage.problem)"])
  }

  /// A full disk is no reason not to begin: what is due waits until there is room.
  /// - Returns: why it is to be tried again; nil: it is done.
  private static func noteStart(_ store: SQLiteStore, _ log: Logger) async throws(StoreError) -> String? {
    do throws(StoreError) {
      try await store.markUncleanStart()
      return nil
    } catch {
      guard error.kind == .full || error.kind == .readOnly else { throw error }
      log.error("the store cannot be written; nothing is started until it can", metadata: ["error": "\(error)"])
      return error.description
    }
  }

  /// Beside a check, which may take long: the engine goes on as soon as there is room.
  private func noteStartWhenThereIsRoom() async {
    while startProblem != nil {
      await Doorbell().wait(until: clock.now().advanced(by: Self.noteInterval), by: clock)
      guard !Task.isCancelled else { return }
      if (try? await store.markUncleanStart()) != nil { startProblem = nil }
    }
  }

  /// A disk's faults show up slowly, and a check reads the whole file.
  private static let interval: Duration = .seconds(7 * 86_400)
  /// Health is red until then.
  private static let noteInterval: Duration = .seconds(5)
  /// How long a failed check waits before it is tried again.
  private static let patience: Duration = .seconds(3600)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      async let noting: Void = self.noteStartWhenThereIsRoom()
      await self.checkWhenDue()
      await noting
    }
  }

  private func checkWhenDue() async {
    if owesCheck { await check() }
    while !Task.isCancelled {
      await bell.wait(until: nextCheck, by: clock)
      guard !Task.isCancelled else { return }
      if nextCheck <= clock.now() { await check(thoroughly: owesThoroughCheck) }
    }
  }

  private var nextCheck: Instant { nextTry ?? lastCheck.map { $0.advanced(by: Self.interval) } ?? clock.now() }

  /// A call has come upon damage. One row that cannot be read, in a file that is sound, is come upon again and again: that is not looked
  /// at more than once an hour.
  func damageWasMet() async {
    if let lastLook, lastLook.duration(to: clock.now()) < Self.patience { return }
    await checkAtOnce()
  }

  /// The file is looked at now, or by the next life when this one ends before the check does.
  func checkAtOnce() async {
    guard findings.isEmpty, !isLooking else { return }
    (isLooking, lastLook) = (true, clock.now())
    defer { isLooking = false }
    (owesCheck, owesThoroughCheck) = (true, true)
    await check(thoroughly: true)
    bell.ring()
  }

  /// What somebody's own check of the file finds; that counts as if the daemon had looked.
  func verify() async throws(StoreError) -> [String] {
    let found = try await store.check()
    if findings.isEmpty { take(found, isOfThoroughCheck: false) }
    return found
  }

  private func check(thoroughly: Bool = false) async {
    var (found, isOfThoroughCheck) = ([String](), false)
    do throws(StoreError) {
      found = try await store.check()
      if found.isEmpty, thoroughly {
        isOfThoroughCheck = true
        found = try await store.checkThoroughly()
      }
      // The quick check says nothing against what a thorough one has found, or is to look for.
      if found.isEmpty, !thoroughly, owesThoroughCheck || !findings.isEmpty { return nextTry = clock.now().advanced(by: Self.patience) }
      if found.isEmpty { try await store.noteCheck(at: clock.now()) }
    } catch {
      // A large file takes longer than a stop may: the next life finds that the file is due to be checked.
      guard !Task.isCancelled else { return }
      log.error("the store cannot be checked", metadata: ["error": "\(error)"])
      return nextTry = clock.now().advanced(by: Self.patience)
    }
    (lastCheck, nextTry) = (clock.now(), nil)
    if thoroughly { owesThoroughCheck = false }
    owesCheck = owesThoroughCheck
    take(found, isOfThoroughCheck: isOfThoroughCheck)
  }

  private func take(_ found: [String], isOfThoroughCheck: Bool) {
    guard let first = found.first else { return }
    findings = found
    log.critical("the store's file is damaged; the next start sets it aside", metadata: ["path": "\(path)", "problem": "\(first)"])
    DamageNote(first, isOfThoroughCheck: isOfThoroughCheck).write(beside: path)
  }

  // MARK: Opening

  /// Opens the store at `path`; one that is damaged, or was found damaged in the last life, is set aside for a new one.
  static func open(_ path: String, now: Instant) async throws(StoreError) -> OpenedStore {
    guard let note = DamageNote(beside: path) else { return try SQLiteStore.openOrRebuild(path: path, now: now) }
    // Somebody may have put a backup in its place since.
    if let sound = try await openWhenSound(path, thoroughly: note.isOfThoroughCheck, now: now) {
      DamageNote.remove(beside: path)
      return sound
    }
    let opened = try SQLiteStore.rebuild(path: path, because: StoreError(.damaged, note.problem), now: now)
    DamageNote.remove(beside: path)
    return opened
  }

  /// Nil when the file is damaged; then it is not open any more.
  private static func openWhenSound(_ path: String, thoroughly: Bool, now: Instant) async throws(StoreError) -> OpenedStore? {
    let opened = try SQLiteStore.openOrRebuild(path: path, now: now)
    guard opened.damage == nil else { return opened }
    guard try await opened.store.check().isEmpty else { return nil }
    if thoroughly, try await !opened.store.checkThoroughly().isEmpty { return nil }
    return opened
  }

  /// What a start has to read. Where that comes upon damage, the next start is told, and sets the file aside.
  static func reading<Value: Sendable>(
    _ store: SQLiteStore, at path: String, _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    do {
      return try await work()
    } catch let error as StoreError where error.kind == .damaged {
      if let first = try? await store.check().first { DamageNote(first, isOfThoroughCheck: false).write(beside: path) }
      throw error
    }
  }

  /// What is wrong with the file, in sentences; what was set aside is told until the next start.
  var problems: [String] {
    let aside = damage.map {
      "the store was damaged (\($0.problem)); it is kept as \($0.path), and the ledger begins anew; this is told until the next start"
    }
    let found = findings.first.map {
      "the store's file \(path) is damaged (\($0)); the next start sets it aside and begins anew: restart the daemon, or put a backup in its place first"
    }
    return [aside, found].compactMap(\.self)
  }

  /// False while the file is known to be damaged.
  var isSound: Bool { findings.isEmpty }

  /// False while the file is still to be checked: the last end was not an orderly one, or a call has come upon damage.
  var hasLooked: Bool { !owesCheck }

  /// Why nothing can be written, as the engine or else the start has met it last; nil: nothing is known against it.
  func writeProblem(of engine: SchedulerEngine) async -> String? {
    if let problem = await engine.writeProblem { return problem }
    return startProblem
  }

  /// The last thing before the end. A file that is still to be checked is checked by the next life.
  func markCleanStop() async {
    guard !owesCheck else { return }
    do throws(StoreError) {
      try await store.markCleanStop()
    } catch {
      log.warning("the store's orderly end cannot be noted", metadata: ["error": "\(error)"])
    }
  }
}
