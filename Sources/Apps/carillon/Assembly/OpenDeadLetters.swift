import Scheduling
import Seams

extension Outcome {
  /// A fire that ended so is a dead letter until somebody replays or drops it.
  var isDeadLetter: Bool {
    switch self {
    case .failed, .lost, .rejected, .timedOut: true
    default: false
    }
  }
}

/// All dead letters that nobody has dealt with, however many there are.
struct OpenDeadLetters {
  let store: any Store
  /// How many are read at once where none of them has to be kept.
  var page = 1000

  /// In the order in which they were due. Each is a fire in memory as soon as it is replayed, so that all are read at once.
  func oldestFirst() async throws(StoreError) -> [LedgerRow] {
    let newestFirst = try await store.deadLetters(limit: .max)
    return newestFirst.reversed()
  }

  /// Drops them, a page at a time: of failures of years only the ids are kept.
  /// - Returns: those that nobody had dealt with before, oldest first.
  func drop() async throws(StoreError) -> [Identifier] {
    var dropped: [Identifier] = []
    while true {
      let (letters, before) = (try await store.deadLetters(limit: page), dropped.count)
      for letter in letters {
        let count = try await store.settleDeadLetters([letter.id], as: .dropped)
        if count > 0 { dropped.append(letter.id) }
      }
      // What others have dealt with meanwhile is read no more; a page that stays as it was is not read for ever.
      guard letters.count == page, dropped.count > before else { return dropped.reversed() }
    }
  }
}
