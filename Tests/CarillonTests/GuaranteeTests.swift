import CivilTime
import ControlMessages
import Scheduling
import Testing

@testable import carillon

/// What `explain NAME` promises.
@Suite struct GuaranteeTests {
  private func message(_ status: ScheduleStatus) -> GuaranteeMessage {
    Guarantee(status: status, retention: "rows are kept for ever").message
  }

  @Test(
    arguments: [
      (.command(CommandTrigger(argv: ["a"])), nil, .atMostOnce), (.command(CommandTrigger(argv: ["a"])), true, .atLeastOnce),
      (.http(HTTPTrigger(url: "http://a/")), nil, .atLeastOnce), (.http(HTTPTrigger(url: "http://a/")), false, .atMostOnce),
      (.deployment(DeploymentTrigger(deployment: "a")), nil, .oneRunPerAttempt),
    ] as [(Scheduling.Trigger, Bool?, GuaranteeMessage.Promise)])
  func theKindOfTargetDecides(trigger: Scheduling.Trigger, retryUnknown: Bool?, promise: GuaranteeMessage.Promise) {
    #expect(message(sampleStatus(trigger: trigger) { $0.policy.retryUnknown = retryUnknown }).promise == promise)
  }

  @Test func whatIsNotBoundIsPromisedNothing() {
    let reason = Reason("no_binding", "nothing says what to start")
    let message = message(sampleStatus(standing: .unbound, reason: reason, trigger: nil))
    #expect(message.promise == .none)
    #expect(message.answer == "nothing is started: nothing says what to start")
  }

  @Test func theDeadlineInForceIsComputed() {
    #expect(text("deadline", sampleStatus()).hasPrefix("a fire may wait 1 h for its start (half of the 1 d to the next one"))
    let quick = sampleStatus { $0.record.cronExpression = "*/10 * * * *" }
    #expect(text("deadline", quick).hasPrefix("a fire may wait 5 min for its start"))
    #expect(
      text("deadline", sampleStatus { $0.policy.startDeadline = .seconds(90) }).hasPrefix(
        "a fire may wait 1 min 30 s for its start, as stated"))
    #expect(text("deadline", quick).contains("none for what makes up for a missed instant or has outlived a restart"))
  }

  @Test func policiesThatAreStatedAreListed() {
    let status = sampleStatus {
      ($0.policy.maxRuns, $0.policy.pauseAfterFailures, $0.policy.mutex, $0.policy.jitter) = (9, 3, "gpu", .seconds(60))
    }
    #expect(text("max_runs", status) == "0 of 9 runs are used up")
    #expect(text("failures", status).hasPrefix("after 3 failures in a row"))
    #expect(text("mutex", status).hasPrefix("'gpu'"))
    #expect(text("jitter", status).hasPrefix("up to 1 min behind"))
    #expect(text("retention", status) == "rows are kept for ever")
  }

  @Test func thePolicysTimeoutIsPromisedWhereItEndsSomething() {
    let http = Scheduling.Trigger.http(HTTPTrigger(url: "http://a/", timeoutSeconds: 30))
    let ofHTTP = text("timeout", sampleStatus(trigger: http) { $0.policy.timeout = .seconds(2) })
    #expect(ofHTTP.hasPrefix("the request is the run: it may take 30 s, as its trigger says, not its policy; a run"), "\(ofHTTP)")
    let ofCommand = text("timeout", sampleStatus { $0.policy.timeout = .seconds(2) })
    #expect(ofCommand.hasPrefix("a run that takes longer than 2 s is asked to end"), "\(ofCommand)")
  }

  @Test func whatIsLostWithARunThatIsEndedIsSaid() {
    let experiment = Scheduling.Trigger.jfrogExperiment(JFrogExperimentTrigger(name: "nightly"))
    let ofExperiment = text("timeout", sampleStatus(trigger: experiment) { $0.policy.timeout = .seconds(2) })
    #expect(ofExperiment.contains("is deleted on JFrog ML with its record and metrics"), "\(ofExperiment)")
    let deployment = Scheduling.Trigger.jfrogDeployment(JFrogDeploymentTrigger(name: "live", model: "churn"))
    #expect(text("timeout", sampleStatus(trigger: deployment)).contains("while it is deploying"))
    #expect(!text("timeout", sampleStatus()).contains("deleted"))
  }

  @Test func attemptsArePromisedWhereARunIsRepeated() {
    let http = Scheduling.Trigger.http(HTTPTrigger(url: "http://a/"))
    let ofHTTP = text("retry", sampleStatus(trigger: http) { $0.policy.retry.attempts = 3 })
    #expect(ofHTTP.hasPrefix("a request that is refused is not repeated; a target that declines"), "\(ofHTTP)")
    let ofCommand = text("retry", sampleStatus { $0.policy.retry.attempts = 3 })
    #expect(ofCommand.hasPrefix("a run that ended badly is repeated, up to 3 attempts, first after "), "\(ofCommand)")
  }

  @Test func exitCodesThatAreWorthAnAttemptAreNamed() {
    let status = sampleStatus { ($0.policy.retry.attempts, $0.policy.retry.exitCodes) = (3, [75...75, 78...80]) }
    #expect(
      text("retry", status) == "a run that exited with 75, 78-80, or ended badly without an exit code of its own, is repeated, "
        + "up to 3 attempts, first after 1 s, then at growing distances up to 1 min; one with another exit code is not")
  }

  @Test func moreThanOneAttemptIsNoOnce() {
    let command = message(sampleStatus { $0.policy.retry.attempts = 3 })
    #expect(command.promise == .atMostOncePerAttempt)
    #expect(command.answer.hasPrefix("each of up to 3 attempts at most once: a mark on the disk"), "\(command.answer)")
  }

  @Test(
    arguments: [
      (.calledBack(timeoutSeconds: 60), .atMostOncePerAttempt), (nil, .atMostOnce),
    ] as [(HTTPEnding?, GuaranteeMessage.Promise)])
  func aRequestThatIsTheRunHasOneAttempt(ending: HTTPEnding?, promise: GuaranteeMessage.Promise) {
    var http = HTTPTrigger(url: "http://a/")
    http.ending = ending
    let status = sampleStatus(trigger: .http(http)) { ($0.policy.retry.attempts, $0.policy.retryUnknown) = (3, false) }
    #expect(message(status).promise == promise)
  }

  @Test func aChainIsPromisedOneFireForEachEndThatItFollows() {
    let chain = ChainTrigger(after: "train", .success, action: .command(CommandTrigger(argv: ["a"])))
    let status = sampleStatus(trigger: .chain(chain))
    let answer = message(status).answer
    #expect(answer.hasPrefix("one fire for each end of 'train' that it follows (when it has succeeded), then at most once: "), "\(answer)")
    #expect(text("ledger", status).hasPrefix("each end of 'train' that it follows has exactly one row"))
    #expect(text("misfire", status).isEmpty)
    let deadline = text("deadline", status)
    #expect(deadline.hasPrefix("a fire may wait 1 h for its start (it has no instants of its own); none for what has"), "\(deadline)")
  }

  @Test func onlyATargetThatIsAskedCanDecline() {
    #expect(text("retry", sampleStatus()) == "a run that ended badly is not repeated")
    let twice = text("retry", sampleStatus { $0.policy.retry.attempts = 2 })
    #expect(twice == "a run that ended badly is repeated, up to 2 attempts, first after 1 s, then at growing distances up to 1 min")
    let http = text("retry", sampleStatus(trigger: .http(HTTPTrigger(url: "http://a/"))))
    #expect(http.hasPrefix("a request that is refused is not repeated; a target that declines is asked up to "), "\(http)")
  }

  private func text(_ topic: String, _ status: ScheduleStatus) -> String {
    message(status).details.first { $0.step == topic }?.text ?? ""
  }
}
