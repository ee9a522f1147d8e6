import CivilTime
import SQLiteStorage
import Scheduling
import Seams

/// Opens and reads a store with many schedules, each with a row in the ledger.
struct RestoreBenchmark {
  let path: String
  let scheduleCount: Int

  func run(rounds: Int) async throws {
    try await fill()
    var times: [Double] = []
    var memory = 0
    let processorTimeBefore = Measured.processorTime
    for _ in 0..<rounds {
      let before = Measured.residentBytes
      var store: SQLiteStore?
      var state: StoredSchedules?
      times.append(
        try await Measured.seconds {
          let opened = try SQLiteStore(path: path)
          let restored = try await opened.restore()
          store = opened
          state = StoredSchedules(schedules: restored.schedules)
        })
      precondition(state?.schedules.count == scheduleCount, "not all schedules came back")
      precondition(state?.schedules.allSatisfy { $0.latestRow != nil } == true, "a latest row is missing")
      memory = max(memory, Measured.residentBytes - before)
      withExtendedLifetime(store) {}
    }
    print("open + restore of \(scheduleCount) schedules with a latest row each:")
    print(
      "  seconds, median of \(rounds): \(Measured.milliseconds(Measured.median(times)) / 1000)   each: \(times.map { Measured.milliseconds($0) / 1000 })"
    )
    let processorTime = (Measured.processorTime - processorTimeBefore) / Double(rounds)
    print("  processor time of each, on two cores, with freeing it all: \(Measured.milliseconds(processorTime) / 1000) s")
    print(
      "  memory that grew while all was held: \(memory >> 20) MiB, of which \((MemoryLayout<StoredSchedule>.stride * scheduleCount) >> 20) MiB the array itself; whole process at its peak: \(Measured.peakBytes >> 20) MiB"
    )
  }

  private struct StoredSchedules { let schedules: [StoredSchedule] }

  private func fill() async throws {
    let store = try SQLiteStore(path: path)
    try await Samples.putSchedules(scheduleCount, into: store)
    let due = Instant(secondsSinceEpoch: 1_800_000_000)
    for start in stride(from: 0, to: scheduleCount, by: 1000) {
      var batch = LedgerBatch(id: start + 1)
      batch.claims = (start..<min(start + 1000, scheduleCount)).map { number in
        Samples.settled(Samples.claim(of: number, due: due, trigger: Samples.trigger(number).withoutSecrets))
      }
      _ = try await store.commit([batch])
    }
  }
}
