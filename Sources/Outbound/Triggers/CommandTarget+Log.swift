import CivilTime
import Commands
import Scheduling
import Seams

/// What a command has written.
extension CommandTarget {
  package func log(of fire: Fire, from offset: Int, patience: Duration) async -> RunLogResult {
    let name = Self.runName(of: fire)
    do throws(CommandRunError) {
      // The state first: what is written between the two is in the page.
      let state = try runs.state(of: name)
      let hasEnded = state.hasEnded
      var page = try runs.output(of: name, from: offset, maximumBytes: RunLogPiece.sizeLimit)
      // The rest of a character is on its way, also where there is nothing else.
      if !hasEnded { page = page.withoutATornCharacter }
      guard page.isEmpty, !hasEnded, patience > .zero else {
        if page.isEmpty, state == .notStarted { return .nothing }
        let isLast = hasEnded && page.isEmpty
        return .piece(
          RunLogPiece(
            text: page.text, next: page.end, isLast: isLast, hasGap: page.start > offset, lostBytes: isLast ? state.lostBytes : 0))
      }
    } catch {
      return .unavailable(Reason("run_unreadable", "\(error)"))
    }
    await waitForMore(of: name, from: offset, patience)
    return await log(of: fire, from: offset, patience: .zero)
  }

  package func logStart(of fire: Fire, keeping bytes: Int) async -> Int {
    let name = Self.runName(of: fire)
    guard let kept = try? runs.outputRange(of: name), kept.count > bytes else { return 0 }
    let cut = kept.upperBound - bytes
    guard let page = try? runs.output(of: name, from: cut), page.start == cut else { return cut }
    if let end = page.bytes.firstIndex(of: UInt8(ascii: "\n")) ?? page.bytes.firstIndex(of: UInt8(ascii: "\r")) { return cut + end + 1 }
    // Within a very long line: after the character that the cut goes through.
    return cut + page.bytes.prefix(3).prefix { $0 & 0b1100_0000 == 0b1000_0000 }.count
  }

  private func waitForMore(of name: String, from offset: Int, _ patience: Duration) async {
    await withTaskGroup(of: Void.self) { [runs, clock] group in
      group.addTask {
        var pages = runs.follow(name, from: offset).makeAsyncIterator()
        _ = try? await pages.next()
      }
      group.addTask { await Doorbell().wait(until: clock.now().advanced(by: patience), by: clock) }
      await group.next()
      group.cancelAll()
    }
  }
}

extension CommandState {
  fileprivate var hasEnded: Bool {
    switch self {
    case .exited, .lost: true
    case .notStarted, .running: false
    }
  }

  /// Of its output, that the disk did not take; known when it has ended in order.
  fileprivate var lostBytes: Int {
    if case .exited(let exit) = self { Int(exit.outputLostBytes) } else { 0 }
  }
}
