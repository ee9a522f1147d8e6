import CivilTime
import Scheduling

/// How far a simulation is: a bar on a terminal, on standard error, of which nothing is left at the end; elsewhere nothing.
struct SimulationDisplay {
  private let isTerminal: Bool
  private var line: ChangingLine

  init(isTerminal: Bool = errorsAreOnATerminal, write: @escaping (String) -> Void = writeError(_:)) {
    self.isTerminal = isTerminal
    line = ChangingLine(write: write)
  }

  mutating func show(_ progress: SimulationReport.Progress) {
    guard isTerminal else { return }
    line.show("\(ProgressBar.text(progress.percent, of: 100)) \(progress.percent) %, \(progress.at.iso8601.prefix(10))")
  }

  mutating func end() { line.erase() }
}
