import CivilTime
import Cron
import CronOracle
import TestSupport
import Testing

/// Random expressions, answered by croniter (which a ZenML server computes with) and cronsim as by us, but for what is known to differ.
@Suite struct CronPeersTests {
  private static let patternCount = 2_000
  private static let seed: UInt64 = 80_000

  private static func questions() -> [PeerQuestion] {
    (0..<patternCount).map { index in
      var generator = SplitMix64(seed: seed + UInt64(index))
      let pattern = ExpressionSample.random(fieldCounts: [5], rareShare: 12, using: &generator).text
      // croniter does not know a macro with blanks around it.
      let trimmed = pattern.split { " \t\r\n".contains($0) }.joined(separator: " ")
      return PeerQuestion(pattern: trimmed, from: .random(in: 1_262_304_000..<2_524_608_000, using: &generator), count: 3)
    }
  }

  private func ourAnswer(_ question: PeerQuestion) throws -> PeerAnswer {
    let expression = try CronExpression(parsing: question.pattern, seed: ExpressionSample.seed)
    let fires = expression.fires(after: Instant(secondsSinceEpoch: question.from)).prefix(question.count)
    return .fires(fires.map(\.secondsSinceEpoch))
  }

  @Test func thePeersFireWhenWeDo() async throws {
    let questions = Self.questions()
    let answers = try await Peers.ask(questions)
    let (compared, surprises) = try await onAThreadOfItsOwn { try compare(questions, answers) }
    #expect(surprises.isEmpty, "\(surprises.count) of \(compared): \(surprises.prefix(10).joined(separator: "\n"))")
    // Most patterns are to be compared, or the list of differences hides too much.
    for peer in Peer.allCases { #expect(compared[peer, default: 0] > Self.patternCount / 2, "\(peer)") }
  }

  /// How many patterns were compared, and where we differ.
  private func compare(_ questions: [PeerQuestion], _ answers: [[Peer: PeerAnswer]]) throws -> ([Peer: Int], [String]) {
    var compared: [Peer: Int] = [:]
    var surprises: [String] = []
    for (question, answer) in zip(questions, answers) {
      let ours = try ourAnswer(question)
      for peer in Peer.allCases where knownDifference(from: peer, question.pattern) == nil {
        compared[peer, default: 0] += 1
        guard let theirs = answer[peer], theirs != ours else { continue }
        surprises.append("'\(question.pattern)' after \(Instant(secondsSinceEpoch: question.from)): \(peer) \(theirs), we \(ours)")
      }
    }
    return (compared, surprises)
  }

  @Test(arguments: PeerDifference.all)
  func everyKnownDifferenceIsReal(difference: PeerDifference) async throws {
    let question = PeerQuestion(pattern: difference.example, from: 1_704_067_200, count: 8)
    let answer = try #require(try await Peers.ask([question]).first?[difference.peer])
    #expect(difference.applies(WrittenPattern(difference.example)))
    #expect(answer != (try ourAnswer(question)), "\(difference.peer) answers '\(difference.example)' as we do")
  }
}
