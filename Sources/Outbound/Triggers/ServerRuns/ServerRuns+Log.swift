import CivilTime
import Scheduling
import Seams
import ZenML
import ZenMLServer

/// What runs of the server have written.
extension ServerRuns {
  /// How often a run that goes on is asked for more.
  private static let logPause: Duration = .seconds(2)

  /// The lines of the run and of its steps, in the order of their times.
  ///
  /// The server knows no place in a log, so an offset here is the time of the last line that was told, in microseconds.
  func log(of id: Identifier, from offset: Int, patience: Duration, _ shown: @Sendable (String) -> String) async -> RunLogResult {
    let deadline = clock.now().advanced(by: patience)
    while true {
      let piece: RunLogPiece
      do throws(ZenMLError) {
        piece = try await logPiece(of: id, from: offset, shown)
      } catch {
        return error.kind == .notFound || error.status == 403
          ? .none(Reason("no_log", error.description)) : .unavailable(error.reasonOfAbsence)
      }
      let isOver = piece.isLast || !piece.text.isEmpty || clock.now() >= deadline || Task.isCancelled
      if isOver { return .piece(piece) }
      await Doorbell().wait(until: min(deadline, clock.now().advanced(by: Self.logPause)), by: clock)
    }
  }

  private func logPiece(of id: Identifier, from offset: Int, _ shown: (String) -> String) async throws(ZenMLError) -> RunLogPiece {
    let run = try await client.runs.get(id)
    var lines: [ZenMLLogLine] = []
    var refusal: ZenMLError?
    for source in run.logSources {
      do { lines += try await client.runs.logs(of: id, source: source) } catch { refusal = error }
    }
    for step in try await client.runs.steps(of: id).all() {
      do { lines += try await client.steps.logs(of: step.id) } catch { refusal = refusal ?? error }
    }
    if lines.isEmpty, let refusal, refusal.status == 403 { throw refusal }
    let news = lines.filter { $0.offset > offset }.sorted { $0.offset < $1.offset }
    return RunLogPiece(
      text: shown(news.map { "\($0.message)\n" }.joined()), next: news.last?.offset ?? offset,
      isLast: news.isEmpty && run.status.phase != .underWay)
  }
}

extension ZenMLLogLine {
  /// Microseconds since the epoch; a line without a time is told first.
  fileprivate var offset: Int { at.map { Int($0.microsecondsSinceEpoch) } ?? 1 }
}
