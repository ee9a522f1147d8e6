// How fast the SQLite store takes fires, and how fast a daemon with many schedules starts.
//
//     store-bench [rounds=5] [batches per round=40] [schedules=100000] [directory=a new one below /var/tmp]
import CivilTime
import Foundation
import SQLiteStorage
import Scheduling
import Seams

let arguments = CommandLine.arguments.dropFirst().map { $0 }
let roundCount = arguments.first.flatMap { Int($0) } ?? 5
let batchCount = arguments.dropFirst().first.flatMap { Int($0) } ?? 40
let scheduleCount = arguments.dropFirst(2).first.flatMap { Int($0) } ?? 100_000
// Not /tmp: a file system in memory would make fsync free.
let directory = arguments.dropFirst(3).first ?? "/var/tmp/carillon-store-bench-\(getpid())"

try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
for schedules in Set([1000, scheduleCount]).sorted() {
  try await FireBenchmark(path: "\(directory)/fires-\(schedules).db", scheduleCount: schedules)
    .run(rounds: roundCount, batches: batchCount)
}
try await RestoreBenchmark(path: "\(directory)/restore.db", scheduleCount: scheduleCount).run(rounds: roundCount)
try FileManager.default.removeItem(atPath: directory)
