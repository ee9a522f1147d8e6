import ControlAPI
import ControlMessages

/// Shows what a fire's run has written: what is there, or all of it to the end of the fire, attempt after attempt.
struct LogReader {
  let operations: any LedgerOperations
  let fire: String
  /// Nil: the newest, and whichever follow it.
  let attempt: Int?
  let isFollowing: Bool
  var patience = Patience()
  let show: (RunLogMessage) -> Void
  /// What is said beside it, in lines.
  let remark: (String) -> Void

  func read() async throws {
    // At once: an attempt that begins and ends while nothing is known would be taken for none.
    var waits = false
    var offset = 0
    var current: Int?
    while true {
      let piece = try await self.piece(of: attempt, from: offset, waits: waits)
      waits = isFollowing
      if let former = current, let newest = piece.attempt, former < newest {
        // This piece was asked for with a place in the attempt before.
        try await finish(former..<newest, from: offset)
        remark("(attempt \(newest))\n")
        (offset, current) = (0, newest)
        continue
      }
      tell(piece)
      let isAtEnd = piece.isLast || (!isFollowing && piece.text.isEmpty)
      if isAtEnd { return }
      (offset, current) = (piece.nextOffset, piece.attempt)
    }
  }

  /// The rest of attempts that others have followed.
  /// - Parameter offset: a place in the first of them.
  private func finish(_ attempts: Range<Int>, from offset: Int) async throws {
    for attempt in attempts {
      let isFirst = attempt == attempts.lowerBound
      if !isFirst { remark("(attempt \(attempt))\n") }
      do {
        try await finish(attempt, from: isFirst ? offset : 0)
      } catch let problem as ControlProblem where problem.code == .conflict {
        // Only commands have logs of earlier attempts, and these are not kept for ever.
        continue
      }
    }
  }

  private func finish(_ attempt: Int, from offset: Int) async throws {
    var offset = offset
    while true {
      let piece = try await self.piece(of: attempt, from: offset, waits: isFollowing)
      tell(piece)
      if piece.isLast { return }
      offset = piece.nextOffset
    }
  }

  private func tell(_ piece: RunLogMessage) {
    if piece.hasGap { remark("(the beginning is no longer kept)\n") }
    show(piece)
    if let lost = piece.lostBytes { remark("(\(lost) bytes could not be kept)\n") }
  }

  private func piece(of attempt: Int?, from offset: Int, waits: Bool) async throws -> RunLogMessage {
    guard waits else { return try await operations.log(fire, attempt: attempt, from: offset, wait: 0) }
    return try await patience.asking { () async throws(ControlProblem) -> RunLogMessage in
      try await operations.log(fire, attempt: attempt, from: offset, wait: RunLogWait.allowed.upperBound)
    }
  }
}
