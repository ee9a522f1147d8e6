import Scheduling
import Seams

/// The end of what a command has written.
enum RunOutput {
  /// A dead man's switch keeps so much (healthchecks.io: 100 kB, its free plan shows 10 kB).
  static let tailBytes = 10_000
  /// Of `RunLogPiece.sizeLimit` each: more than a command's output is kept here.
  private static let piecesMost = 64

  /// Nil when nothing is kept of such runs here, or nothing can be read.
  static func tail(of fire: Fire, targets: [Trigger.Kind: any TriggerTarget]) async -> String? {
    guard fire.trigger.action.kind == .command, let target = targets[fire.trigger.kind] else { return nil }
    var (tail, offset) = ([UInt8](), 0)
    for _ in 0..<piecesMost {
      guard case .piece(let piece) = await target.log(of: fire, from: offset, patience: .zero) else { break }
      tail = Array((tail + Array(piece.text.utf8)).suffix(tailBytes))
      offset = piece.next
      if piece.isLast || piece.text.isEmpty { break }
    }
    return String(decoding: tail.drop { $0 & 0xC0 == 0x80 }, as: UTF8.self)
  }
}
