import ControlMessages

/// What the list of runs was asked for.
package struct RunFilter: Sendable, Equatable {
  /// Name or id of a schedule.
  package var schedule: String
  /// An outcome, or a look of several: `bad`, `missed`.
  package var outcome: String
  package var kind: String
  /// How many of the newest are left out.
  package var skip: Int

  package init(schedule: String = "", outcome: String = "", kind: String = "", skip: Int = 0) {
    self.schedule = schedule
    self.outcome = outcome
    self.kind = kind
    self.skip = skip
  }

  package static let pageSize = 50
}

package struct RunsContent: Sendable {
  package var filter: RunFilter
  package var runs: [RunItem]
  /// The filter of what is older; nil at the end.
  package var older: RunFilter?

  package init(filter: RunFilter, runs: [RunItem], older: RunFilter?) {
    self.filter = filter
    self.runs = runs
    self.older = older
  }
}

/// All about one row of the ledger.
package struct RunContent: Sendable {
  package var run: RunItem
  /// What the outcome means, in one sentence with its reason.
  package var meaning: String
  package var advice: String
  package var request: RequestContent?
  /// The end of what the run wrote; nil: there is no log here, and `logProblem` says why.
  package var log: RunLogMessage?
  /// So many bytes before `log` are left out.
  package var logLeftOut: Int
  package var logProblem: String?
  package var mayBeCancelled: Bool
  package var mayBeRetried: Bool

  package init(
    run: RunItem, meaning: String, advice: String, request: RequestContent?, log: RunLogMessage?, logLeftOut: Int = 0,
    logProblem: String?, mayBeCancelled: Bool, mayBeRetried: Bool
  ) {
    self.run = run
    self.meaning = meaning
    self.advice = advice
    self.request = request
    self.log = log
    self.logLeftOut = logLeftOut
    self.logProblem = logProblem
    self.mayBeCancelled = mayBeCancelled
    self.mayBeRetried = mayBeRetried
  }
}
