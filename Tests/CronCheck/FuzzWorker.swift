import CronOracle
import Foundation
import Synchronization

/// Tries its share of the inputs, one after the other. Which one it is at is known outside, so that a crash or a hang can be run again.
final class FuzzWorker: Sendable {
  /// One for each core.
  static let all = (0..<ProcessInfo.processInfo.activeProcessorCount).map(FuzzWorker.init)

  private let number: UInt64
  /// The seed of the input it is at; 0 while it rests.
  private let current = Atomic<UInt64>(0)

  /// No input may take longer; measured are some microseconds.
  private static let patience: TimeInterval = 10

  private init(number: Int) {
    self.number = UInt64(number)
  }

  /// - Returns: the first problem, if any.
  func run<Case>(seed: UInt64, count: UInt64, _ generate: (inout SplitMix64) -> Case, _ check: (Case) -> String?) -> [String] {
    defer { current.store(0, ordering: .relaxed) }
    for caseSeed in stride(from: seed + number, to: seed + count, by: Self.all.count) {
      current.store(caseSeed, ordering: .relaxed)
      do {
        try forAll(seed: caseSeed, count: 1, generate: generate, check: check)
      } catch {
        return ["\(error)"]
      }
    }
    return []
  }

  /// Names the inputs at hand when the process crashes, and ends it when one takes too long.
  static func watch() {
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] {
      signal(number) { number in
        FuzzWorker.reportCurrent("crashed")
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    Thread.detachNewThread {
      var before: [UInt64] = []
      while true {
        Thread.sleep(forTimeInterval: patience)
        let now = all.map { $0.current.load(ordering: .relaxed) }
        if zip(before, now).contains(where: { $0 == $1 && $0 != 0 }) {
          reportCurrent("took longer than \(patience) s")
          exit(1)
        }
        before = now
      }
    }
  }

  private static func reportCurrent(_ problem: String) {
    let seeds = all.map { "\($0.current.load(ordering: .relaxed))" }.joined(separator: " or ")
    CronCheck.report("cron-check fuzz: \(problem) at seed \(seeds); run it again with --seed S --count 1")
  }
}
