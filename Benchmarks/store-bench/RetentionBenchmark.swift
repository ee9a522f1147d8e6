import CivilTime
import SQLiteStorage
import Scheduling
import Seams

/// A schedule that fires each minute, for many years, with the retention that a daemon has by default: what becomes of the file.
///
/// Fires come a day at a time, and old rows go after each day; a daemon does both in smaller steps.
struct RetentionBenchmark {
  let path: String
  let years: Int

  /// As the configuration leaves it out: 400 days.
  private static let limits = RetentionLimits(age: .seconds(400 * 86_400), rows: 5_000_000, bytes: 4 << 30)
  private static let pruneBatch = 2000
  private static let shrinkBytes = 4 << 20
  private static let firesADay = 1440
  private static let begin: Int64 = 1_800_000_000 / 86_400 * 86_400

  func run() async throws {
    let store = try SQLiteStore(path: path)
    try await Samples.putSchedules(1, into: store)
    let trigger = Samples.trigger(0).withoutSecrets
    print("a schedule that fires each minute, rows kept for 400 days:")
    print("  year      rows   file, MiB   log beside it, MiB   seconds of the year")
    var sizes: [Double] = []
    for year in 1...years {
      let seconds = try await Measured.seconds {
        for day in (year - 1) * 365..<year * 365 { try await live(day, store, trigger) }
      }
      let figures = try await store.figures()
      sizes.append(Self.mebibytes(figures.fileBytes))
      print(line(year, figures, seconds))
    }
    // Full after 400 days.
    guard let full = sizes.dropFirst().first, let largest = sizes.dropFirst().max() else { return }
    print("  largest from the second year on, as a share of the second year's: \(Measured.milliseconds(largest / full) / 1000)")
  }

  private func live(_ day: Int, _ store: SQLiteStore, _ trigger: Trigger) async throws {
    let midnight = Self.begin + Int64(day) * 86_400
    var claims = LedgerBatch(id: 2 * day + 2)
    claims.claims = (0..<Int64(Self.firesADay)).map {
      Samples.claim(of: 0, due: Instant(secondsSinceEpoch: midnight + $0 * 60), trigger: trigger)
    }
    claims.coveredUntil[Samples.scheduleID(0)] = claims.claims.last?.due
    var outcomes = LedgerBatch(id: claims.id + 1)
    outcomes.updates = claims.claims.map(Samples.settled)
    let result = try await store.commit([claims])
    precondition(result.refused.isEmpty, "\(result.refused.count) claims of day \(day) were refused")
    _ = try await store.commit([outcomes])
    let now = Instant(secondsSinceEpoch: midnight + 86_400)
    while try await store.prune(Self.limits, now: now, batch: Self.pruneBatch).hasMore {}
    try await store.shrink(atMost: Self.shrinkBytes)
  }

  private func line(_ year: Int, _ figures: StoreFigures, _ seconds: Double) -> String {
    let (file, log) = (Self.mebibytes(figures.fileBytes), Self.mebibytes(figures.logBytes))
    let cells = [("\(year)", 4), ("\(figures.ledgerRows)", 10), (Self.text(file), 12), (Self.text(log), 21), (Self.text(seconds), 22)]
    return "  " + cells.map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }.joined()
  }

  private static func text(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }

  private static func mebibytes(_ bytes: Int) -> Double { Double(bytes) / Double(1 << 20) }
}
