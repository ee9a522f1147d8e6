import CivilTime
import ControlMessages
import Cron
import Scheduling

/// Where a due instant comes from: record, binding, rule, zone, policy, state.
struct StorySteps {
  let subject: StorySubject
  let now: Instant

  func all(at instant: Instant) -> [WhyMessage.Step] {
    [
      .init("record", record), .init("binding", binding), .init("rule", rule(at: instant)), zone(at: instant).map { .init("zone", $0) },
      .init("policy", PolicyWords(policy: subject.definition.policy, trigger: subject.definition.trigger).line),
      state.map { .init("state", $0) }, removal.map { .init("removed", $0) },
    ].compactMap(\.self)
  }

  private var record: String {
    let record = subject.definition.record
    let source =
      switch record.source {
      case .zenml: "a schedule of the ZenML server"
      case .file: "a schedule of a file"
      case .local: "a local schedule, made over the control API"
      }
    let updated = record.updated.map { ", last changed at \($0.iso8601)" } ?? ""
    let inForce = "revision \(subject.revision), in force after \(subject.owedFrom.iso8601)"
    return "\(source), id \(record.id)\(updated); \(inForce)"
  }

  private var binding: String {
    guard let trigger = subject.definition.trigger else {
      return "nothing is started: \(subject.definition.reason?.sentence ?? "nothing says what to start")"
    }
    return "\(Self.words(trigger)), from \(subject.definition.bindingOrigin ?? "its file")"
  }

  private static func words(_ trigger: Scheduling.Trigger) -> String {
    switch trigger {
    case .chain(let chain): "follows '\(chain.upstream)' \(chain.condition.words), and then \(words(chain.action))"
    case .snapshot(let snapshot): "runs \(words(snapshot))"
    case .build(let build): "runs build \(build.build ?? "newest of its pipeline")"
    case .runTemplate(let template): "runs template \(template.template)"
    case .jfrogDeployment(let deployment): "deploys \(deployment.model) on JFrog ML as \(deployment.name)"
    case .jfrogExperiment(let experiment): "begins experiment \(experiment.name) on JFrog ML"
    case .jfrogInference(let inference): "calls the active deployment of JFrog ML's model \(inference.model)"
    case .deployment(let deployment): "calls deployment \(deployment.deployment ?? "of its pipeline")"
    case .http(let http): "sends \(http.method) to \(TargetName(of: .http(http)))"
    case .command(let command): "runs \(command.argv.first ?? "a command")"
    }
  }

  private static func words(_ trigger: SnapshotTrigger) -> String {
    switch trigger.snapshot {
    case .named(let name): "snapshot \(name)"
    case .newest(let tag): "the newest runnable snapshot of \(trigger.pipeline ?? "its pipeline")" + (tag.map { " with tag \($0)" } ?? "")
    }
  }

  private func rule(at instant: Instant) -> String {
    guard let due = subject.schedule.due else { return subject.definition.reason?.sentence ?? "it has no timing" }
    let bounds = (due.start.map { ", from \($0.iso8601)" } ?? "") + (due.end.map { ", before \($0.iso8601)" } ?? "")
    switch due.timing {
    case .cron(let expression):
      return "\(subject.definition.record.cronExpression ?? ""): \(expression.explain(after: instant))\(bounds)"
    case .interval(let seconds, let anchor):
      return "every \(Duration.seconds(seconds).inWords), counted from \(anchor.iso8601)\(bounds)"
    case .chained: return "it has no timing of its own"
    case .once(let once): return "once, at \(once.iso8601)\(bounds)"
    }
  }

  private func zone(at instant: Instant) -> String? {
    guard case .cron(let expression)? = subject.schedule.due?.timing else { return nil }
    let zone = expression.zone
    guard zone.name != "UTC" else { return "UTC" }
    let local = "\(zone.name), where it is \(zone.civil(at: instant))\(zone.offset(at: instant)) then"
    switch expression.clockChange(at: instant) {
    case .moved(let skipped): return "\(local); the clock goes forward and skips \(skipped), so it comes right after that"
    case .firstPass: return "\(local); the clock goes back, and this is the first of two such times"
    case .secondPass: return "\(local); the clock goes back, and this is the second of two such times"
    case nil: return local
    }
  }

  private var removal: String? {
    subject.removed.map { "the schedule was removed: Carillon answered for it up to \($0.iso8601), and nothing is due after that" }
  }

  /// Nil where the subject is not in force any more.
  private var state: String? {
    guard let state = subject.state else { return nil }
    var words = state.rawValue + (subject.reason.map { ": \($0.sentence)" } ?? "")
    if let pause = subject.memory.pause {
      words += "; paused since \(pause.since.iso8601)" + (pause.until.map { " until \($0.iso8601)" } ?? " until it is resumed")
    }
    if !subject.memory.backfills.isEmpty { words += "; a backfill is under way" }
    return words
  }
}

extension ChainTrigger.Condition {
  var words: String {
    switch self {
    case .success: "when it has succeeded"
    case .failure: "when it has failed"
    case .any: "when it has ended"
    }
  }
}
