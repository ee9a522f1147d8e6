/// A schedule as a file wants it on a server.
package struct WantedSchedule: Sendable {
  package var record: ScheduleRecord
  /// What the file says beside the record: trigger, policy, tags, time zone. Null when there is nothing.
  package var binding: JSONValue
  package var trigger: Trigger
  /// Name or id of the pipeline that the record is to be of; nil: of none.
  package var pipeline: String?
  /// `schedules/nightly.yaml:3`.
  package var location: String
  /// The set of files that it belongs to; nil: none was named.
  package var set: String?

  package init(record: ScheduleRecord, binding: JSONValue, trigger: Trigger, location: String) {
    self.record = record
    self.binding = binding
    self.trigger = trigger
    self.location = location
    pipeline = trigger.action.pipeline
  }

  /// Why a server cannot hold it; nil when it can.
  package var obstacle: String? {
    if case .command = trigger.action {
      return "a command is taken from files only, so that nobody gains this machine by writing on the server; keep it in a file"
    }
    if (try? trigger.checkTemplates()) == true {
      return "it reads this machine's environment or files, which only files may; use {{secret:NAME.KEY}} of the server's secret store"
    }
    guard let cron = record.cronExpression else { return nil }
    guard RecordTiming.words(of: cron).fields.count < 6 else {
      return "cron_expression '\(cron)' has seconds, which readers of the server take for something else; give five fields"
    }
    return nil
  }
}

extension Trigger {
  fileprivate var pipeline: String? {
    switch self {
    case .snapshot(let snapshot): snapshot.pipeline
    case .build(let build): build.pipeline
    case .runTemplate, .deployment, .http, .command, .jfrogDeployment, .jfrogExperiment, .jfrogInference, .chain: nil
    }
  }
}
