// How fast the SQLite store takes fires, how fast a daemon with many schedules starts, and how large the file becomes.
//
//     store-bench [rounds=5] [batches per round=40] [schedules=100000] [directory=/var/tmp]
//     store-bench retention [years=30] [directory=/var/tmp]
//
// The stores lie in a new folder inside the directory, and only that folder is deleted in the end.
import CivilTime
import Foundation
import SQLiteStorage
import Scheduling
import Seams

let isOfRetention = CommandLine.arguments.dropFirst().first == "retention"
let arguments = Array(CommandLine.arguments.dropFirst(isOfRetention ? 2 : 1))

func number(_ index: Int, otherwise usual: Int) -> Int { arguments.count > index ? Int(arguments[index]) ?? usual : usual }

/// A folder of this run's own, in the one that is asked for. Not in /tmp: a file system in memory would make fsync free.
func newFolder(_ index: Int) throws -> String {
  let parent = arguments.count > index ? arguments[index] : "/var/tmp"
  let folder = "\(parent)/carillon-store-bench-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  return folder
}

let folder = try newFolder(isOfRetention ? 1 : 3)
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
