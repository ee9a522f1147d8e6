// How fast the SQLite store takes fires, how fast a daemon with many schedules starts, and how large the file becomes.
//
//     store-bench [rounds=5] [batches per round=40] [schedules=100000] [directory=a new one below /var/tmp]
//     store-bench retention [years=30] [directory=a new one below /var/tmp]
import CivilTime
import Foundation
import SQLiteStorage
import Scheduling
import Seams

let isOfRetention = CommandLine.arguments.dropFirst().first == "retention"
let arguments = Array(CommandLine.arguments.dropFirst(isOfRetention ? 2 : 1))

func number(_ index: Int, otherwise usual: Int) -> Int { arguments.count > index ? Int(arguments[index]) ?? usual : usual }

/// Not /tmp: a file system in memory would make fsync free.
func directory(_ index: Int) throws -> String {
  let directory = arguments.count > index ? arguments[index] : "/var/tmp/carillon-store-bench-\(getpid())"
  try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  return directory
}

let folder = try directory(isOfRetention ? 1 : 3)
if isOfRetention {
  try await RetentionBenchmark(path: "\(folder)/retention.db", years: number(0, otherwise: 30)).run()
} else {
  let rounds = number(0, otherwise: 5)
  let scheduleCount = number(2, otherwise: 100_000)
  for schedules in Set([1000, scheduleCount]).sorted() {
    try await FireBenchmark(path: "\(folder)/fires-\(schedules).db", scheduleCount: schedules)
      .run(rounds: rounds, batches: number(1, otherwise: 40))
  }
  try await RestoreBenchmark(path: "\(folder)/restore.db", scheduleCount: scheduleCount).run(rounds: rounds)
}
try FileManager.default.removeItem(atPath: folder)
