import CivilTime
import SQLiteStorage
import Scheduling
import Seams

/// Claims and settles fires in batches of 1000: each batch is one transaction for the claims and one for the outcomes.
struct FireBenchmark {
  private let path: String
  private let scheduleCount: Int
  private let triggers: [Trigger]

  init(path: String, scheduleCount: Int) {
    (self.path, self.scheduleCount) = (path, scheduleCount)
    triggers = (0..<scheduleCount).map { Samples.trigger($0).withoutSecrets }
  }

  private static let batchSize = 1000

  func run(rounds: Int, batches: Int) async throws {
    let store = try SQLiteStore(path: path)
    try await Samples.putSchedules(scheduleCount, into: store)
    var sustained: [Double] = []
    var times: [Double] = []
    var processorTime = 0.0
    for round in 0..<rounds {
      let seconds = try await self.round(round, of: batches, store, &processorTime)
      times += seconds
      let total = seconds.reduce(0, +)
      sustained.append(Double(batches * Self.batchSize) / total)
    }
    print("claim + record, \(scheduleCount) schedules, batches of \(Self.batchSize), synchronous=FULL:")
    print("  fires/s, median of \(rounds) rounds: \(Int(Measured.median(sustained)))   each: \(sustained.map { Int($0) })")
    print(
      "  ms for claim + record of a batch: median \(Measured.milliseconds(Measured.median(times))), longest"
        + " \(Measured.milliseconds(times.max() ?? 0)); ledger of \(rounds * batches * Self.batchSize) rows at the end")
    let fireCount = Double(rounds * batches * Self.batchSize)
    print("  processor time for a fire: \((processorTime / fireCount * 1e8).rounded() / 100) µs")
  }

  /// Seconds for each batch.
  private func round(_ round: Int, of batches: Int, _ store: SQLiteStore, _ processorTime: inout Double) async throws -> [Double] {
    var times: [Double] = []
    for number in 0..<batches {
      let first = (round * batches + number) * Self.batchSize
      let claims = batch(first)
      let settled = updates(of: claims)
      let processorTimeBefore = Measured.processorTime
      let seconds = try await Measured.seconds {
        let result = try await store.commit([claims])
        precondition(result.refused.isEmpty, "\(result.refused.count) claims of batch \(number) were refused")
        _ = try await store.commit([settled])
      }
      times.append(seconds)
      processorTime += Measured.processorTime - processorTimeBefore
    }
    return times
  }

  private func batch(_ first: Int) -> LedgerBatch {
    var batch = LedgerBatch(id: first + 1)
    for index in first..<first + Self.batchSize {
      let due = Instant(secondsSinceEpoch: 1_800_000_000 + Int64(index / scheduleCount) * 60)
      // A herd's schedules lie all over the tables.
      let number = index % scheduleCount
      let claim = Samples.claim(of: number, due: due, trigger: triggers[number])
      batch.claims.append(claim)
      batch.coveredUntil[claim.scheduleID] = due
    }
    return batch
  }

  private func updates(of claims: LedgerBatch) -> LedgerBatch {
    var batch = LedgerBatch(id: claims.id + 1)
    batch.updates = claims.claims.map(Samples.settled)
    return batch
  }
}
