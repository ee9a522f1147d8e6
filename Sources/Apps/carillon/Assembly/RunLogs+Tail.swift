import ControlMessages
import Scheduling
import Seams

/// The end of what an attempt has written: it says why a run has failed.
struct RunLogTail {
  var message: RunLogMessage
  /// So many bytes before it, kept or not, are not in it.
  var leftOut: Int
}

extension RunLogs {
  /// What a page shows at once, in bytes.
  static let tailBytes = 4 * RunLogPiece.sizeLimit
  /// A piece ends with a whole character, a run goes on writing, and the last piece is empty: some more than fill the tail.
  private static let tailPieces = 6

  /// The end of what the newest attempt has written so far; its `nextOffset` leads to what follows.
  func tail(of row: LedgerRow) async throws(ControlProblem) -> RunLogTail {
    let id = row.id.description
    var tail = RunLogTail(message: RunLogMessage(text: "", nextOffset: 0, isLast: false, hasGap: false), leftOut: await start(of: row))
    tail.message = try await piece(of: id, attempt: nil, from: tail.leftOut, wait: 0)
    if tail.leftOut > 0, tail.message.attempt != row.attempt {
      // Another attempt has followed meanwhile, and an offset counts within one.
      tail = RunLogTail(message: try await piece(of: id, attempt: nil, from: 0, wait: 0), leftOut: 0)
    }
    for _ in 1..<Self.tailPieces where !tail.message.isLast {
      let piece = try await piece(of: id, attempt: nil, from: tail.message.nextOffset, wait: 0)
      if piece.attempt != tail.message.attempt || (piece.text.isEmpty && !piece.isLast) { break }
      tail.message = tail.message.followed(by: piece)
    }
    return tail
  }

  private func start(of row: LedgerRow) async -> Int {
    guard row.sentAt != nil, !row.wasRefused, let fire = Fire(row), let target = targets[fire.trigger.kind] else { return 0 }
    return await target.logStart(of: fire, keeping: Self.tailBytes)
  }
}

extension RunLogMessage {
  fileprivate func followed(by piece: RunLogMessage) -> RunLogMessage {
    RunLogMessage(
      text: text + piece.text, nextOffset: piece.nextOffset, isLast: piece.isLast, hasGap: hasGap || piece.hasGap, attempt: attempt,
      lostBytes: piece.lostBytes)
  }
}
