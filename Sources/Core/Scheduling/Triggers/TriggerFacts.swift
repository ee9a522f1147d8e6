/// What a kind of trigger can promise, and by what: the same words for the program and its documentation.
package struct TriggerFacts: Hashable, Sendable {
  /// By what the target can tell an attempt from every other.
  package let identityCarriedBy: String
  /// How it is found out whether something was started, when no answer came.
  package let lostAnswerResolvedBy: String
  package let guarantee: String
}

extension Trigger.Kind {
  package var facts: TriggerFacts {
    switch self {
    case .snapshot, .build, .runTemplate: Self.serverRun
    case .deployment:
      TriggerFacts(
        identityCarriedBy: "the run's name, and `Idempotency-Key`", lostAnswerResolvedBy: "asking the server for the run of that name",
        guarantee: Self.oneRun)
    case .http:
      TriggerFacts(
        identityCarriedBy: "`Idempotency-Key` and `X-Carillon-Run-Name`",
        lostAnswerResolvedBy: "sending it again under the same key; `retry_unknown: false`: not at all, it is `lost`",
        guarantee: "at least once, and once where the API honours the key; \(Self.notSentAgain)")
    case .command:
      TriggerFacts(
        identityCarriedBy: "the directory `runs/<fire id>` of the state directory, and `CARILLON_RUN_NAME`",
        lostAnswerResolvedBy: "the mark that is written there before the command is started, and the exit record after it",
        guarantee: "at most once for each attempt; `retry_unknown: true`: at least once")
    case .jfrogDeployment:
      TriggerFacts(
        identityCarriedBy: "the deployment's name, with `{{run_name}}` in it alone, else with version and time",
        lostAnswerResolvedBy: "looking for it among JFrog ML's deployments", guarantee: Self.notRefused)
    case .jfrogExperiment:
      TriggerFacts(
        identityCarriedBy: "the parameters `carillon.fire` and `carillon.attempt`, and the name",
        lostAnswerResolvedBy: "looking for it among JFrog ML's experiments", guarantee: Self.notRefused)
    case .jfrogInference:
      TriggerFacts(
        identityCarriedBy: "`Idempotency-Key` and `X-Carillon-Run-Name`",
        lostAnswerResolvedBy: "sending it again under the same key; `retry_unknown: false`: not at all, it is `lost`",
        guarantee: "at least once; \(Self.notSentAgain)")
    case .chain:
      TriggerFacts(
        identityCarriedBy: "what its action carries it by; its fire's id is derived from the fire that it follows",
        lostAnswerResolvedBy: "what resolves its action's",
        guarantee: "one fire for each end that it follows, then what its action promises")
    }
  }

  private static let notSentAgain = "`retry_unknown: false`: at most once for each attempt, where 408 and 5xx mean declined"

  private static let oneRun = "one run for each attempt"

  private static let serverRun = TriggerFacts(
    identityCarriedBy: "the run's name, which is unique on the server, and `Idempotency-Key`",
    lostAnswerResolvedBy: "asking the server for the run of that name", guarantee: oneRun)

  private static let notRefused = "one for each attempt while JFrog ML can be asked; it refuses no second one of a name"
}
