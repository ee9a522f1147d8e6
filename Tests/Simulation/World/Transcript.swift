import CivilTime
import Scheduling

/// What happened last, kept as it was and put into words only when somebody reads it.
final class Transcript {
  enum Note {
    case event(SchedulerEvent)
    case effect(SchedulerEffect)
    case runStarted(Identifier, Int, String)
    case runEnded(Identifier, String, Outcome)
    case remark(String)
  }

  private struct Entry {
    let trueTime: Instant
    let clock: Instant
    let note: Note
  }

  private static let length = 30
  private let isTraced: Bool
  private var entries: [Entry] = []
  private var oldest = 0
  /// Counts what happened.
  private(set) var count = 0
  /// FNV-1a over what happened: two runs of a seed are the same when this is.
  private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325

  init(isTraced: Bool) { self.isTraced = isTraced }

  func note(_ note: Note, at trueTime: Instant, _ clock: Instant) {
    count += 1
    digest = (digest ^ UInt64(bitPattern: clock.microsecondsSinceEpoch) ^ note.kind) &* 0x100_0000_01b3
    let entry = Entry(trueTime: trueTime, clock: clock, note: note)
    if isTraced { print(Self.line(entry)) }
    if entries.count < Self.length { return entries.append(entry) }
    entries[oldest] = entry
    oldest = (oldest + 1) % Self.length
  }

  var lines: [String] { (entries[oldest...] + entries[..<oldest]).map(Self.line) }

  private static func line(_ entry: Entry) -> String {
    let skew = entry.trueTime == entry.clock ? "" : " (true \(entry.trueTime.iso8601))"
    return "\(entry.clock.iso8601)\(skew) \(entry.note)"
  }
}

extension Transcript.Note: CustomStringConvertible {
  var description: String {
    switch self {
    case .event(let event): "-> \(event.story)"
    case .effect(let effect): "   <- \(effect.story)"
    case .runStarted(let fire, let attempt, let run): "   ** the target starts \(run): attempt \(attempt) of \(fire.short)"
    case .runEnded(let fire, let run, let outcome): "   ** \(run) of \(fire.short) ends: \(outcome.rawValue)"
    case .remark(let text): "== \(text)"
    }
  }

  fileprivate var kind: UInt64 {
    switch self {
    case .event: 1
    case .effect(.commit(let batch)): 2 &+ UInt64(batch.claims.count &* 64 &+ batch.ranges.count &* 512 &+ batch.updates.count &* 4096)
    case .effect(.start(let fire)): 3 ^ fire.id.low
    case .effect(.lookUp(let fire)): 4 ^ fire.id.low
    case .effect(.follow(let fire)): 5 ^ fire.id.low
    case .effect(.unfollow(let fire)): 12 ^ fire.low
    case .effect(.stop(let fire, _)): 6 ^ fire.id.low
    case .effect(.wake(let instant)): 7 ^ UInt64(bitPattern: instant?.microsecondsSinceEpoch ?? 0)
    case .effect: 8
    case .runStarted(let fire, _, _): 9 ^ fire.low
    case .runEnded(let fire, _, _): 10 ^ fire.low
    case .remark: 11
    }
  }
}
