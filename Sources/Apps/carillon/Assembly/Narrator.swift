import CivilTime
import Engine
import ScheduleFiles
import Scheduling

/// Tells somebody who has just started Carillon what it does: on standard output, one line for each fire.
actor Narrator {
  private let configuration: Configuration
  private let engine: SchedulerEngine
  private var story: Task<Void, Never>?

  init(configuration: Configuration, engine: SchedulerEngine) {
    self.configuration = configuration
    self.engine = engine
  }

  /// Listens from now on: nothing that is fired is left out.
  func begin() async {
    let news = await engine.news()
    story = Task {
      for await news in news {
        for row in news.rows where row.outcome.isFinal && row.isWorthTelling { offerOutput(row.sentence + "\n") }
      }
    }
  }

  /// - Parameter signIn: a link to the page; nil when there is none.
  func isReady(signIn: String?) async {
    let armed = await engine.statuses.filter { $0.state == .armed }
    var lines = ["Carillon is running: \(armed.count) schedules are armed."]
    lines += Self.comingNext(armed)
    if let signIn { lines += ["", "The page, for ten minutes and the first who opens it:", "  \(signIn)"] }
    let program = CommandLine.arguments.first ?? "carillon"
    lines += [
      "", "In a second terminal:", "  \(program) list --socket \(configuration.socketPath)",
      "  \(program) runs --socket \(configuration.socketPath)", "", "Ctrl-C ends it. What is fired from now on:", "",
    ]
    offerOutput(lines.joined(separator: "\n"))
  }

  /// A line for each, the first to start first; what is due at no known time comes last.
  static func comingNext(_ armed: [ScheduleStatus]) -> [String] {
    let unknown = armed.filter { $0.nextDue == nil }
    return (armed.nextToStart(armed.count) + unknown).map { status in
      let start = status.startsAt.map { ", and starts at \($0)" } ?? ""
      return "  \(status.schedule.name) is next due at \(status.nextDue?.iso8601 ?? "never")\(start)"
    }
  }

  func end() {
    story?.cancel()
    offerOutput("\nCarillon has stopped; what it did is kept in \(configuration.stateDirectory).\n")
  }
}

extension LedgerRow {
  /// A row that grows with each instant that is skipped is told at its first one, and then ever more rarely.
  fileprivate var isWorthTelling: Bool { count & (count - 1) == 0 }

  /// `2026-11-21T02:00:00Z  hello  succeeded (exit 0), started 3 ms after its time`
  fileprivate var sentence: String {
    var line = "\(due.iso8601)  \(scheduleName)  \(words)"
    if count > 1 { line += ", \(count) times up to \(dueLast.iso8601)" }
    if let runStatus { line += " (\(runStatus))" }
    if let lateness = latenessMilliseconds { line += ", started \(lateness) ms after its time" }
    if let missed = details.missed { line += ", " + missedWords(count: missed.count, first: missed.first.iso8601) }
    if attempt > 1 { line += ", at attempt \(attempt)" }
    if let reason { line += ": \(reason.sentence)" }
    return line
  }

  /// `skipped_paused` as people say it.
  private var words: String {
    let outcome = outcome.rawValue
    let skipped = "skipped_"
    guard outcome.hasPrefix(skipped) else { return outcome.replacing("_", with: " ") }
    return "skipped (\(outcome.dropFirst(skipped.count).replacing("_", with: " ")))"
  }
}
