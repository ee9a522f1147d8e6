import Scheduling

/// What to do about a reason, by its code, where that says more than the outcome alone.
enum ReasonAdvice {
  /// - Parameter isOver: of a fire that is sent, or asked about, no more by itself.
  static func advice(for code: String, isOver: Bool = false) -> String? {
    if isOver, let advice = over[code] { return advice }
    return all[code] ?? answered(code)
  }

  /// About what an http trigger's target, or a status URL, answered.
  private static func answered(_ code: String) -> String? {
    guard code.hasPrefix("http_"), let status = Int(code.dropFirst("http_".count)) else { return nil }
    return switch status {
    case 300...399:
      "give the URL that the answer's Location names; redirects: true of an http trigger follows it where the method is GET or HEAD"
    case 401, 403, 407: "give the trigger credentials that its target accepts, then 'carillon dead-letters replay'"
    case 408, 425, 429, 500...599: "see why the target answers so; 'carillon dead-letters replay' sends it again"
    default: "correct the trigger by what its target said, then 'carillon dead-letters replay'"
    }
  }

  static let all: [String: String] = waiting.merging(skipped, uniquingKeysWith: first).merging(ended, uniquingKeysWith: first)
    .merging(requests, uniquingKeysWith: first).merging(bindings, uniquingKeysWith: first).merging(records, uniquingKeysWith: first)
    .merging(targets, uniquingKeysWith: first).merging(alerts, uniquingKeysWith: first)
    .merging(named, uniquingKeysWith: first).merging(onJFrog, uniquingKeysWith: first)

  private static func first(_ one: String, _ other: String) -> String { one }

  /// Where `all` says what comes by itself: a fire that is over waits for people.
  static let over = [
    "busy": "see why the server declined it so often; \(replay)",
    "server_away": "see why the server did not answer; \(replay)",
    "no_room": "see why the server had no room for so long; \(replay)",
    "no_free_connection": "see what keeps the connections to that host and port busy; \(replay)",
    "secret_unavailable": "see why the server does not give the secret; \(replay)",
    "no_answer": lookFirst, "not_seen_yet": lookFirst, "unclear_answer": lookFirst, "no_status": lookFirst,
    "supervisor_unreachable": lookFirst,
    "start_hangs": "see why carillon-supervisor did not answer in time (a disk that hangs?); \(replay)",
  ]

  private static let replay = "'carillon dead-letters replay' sends it again"
  private static let lookFirst = "look at the target yourself, then 'carillon dead-letters replay' or 'drop'"

  private static let waiting = [
    "turn": "nothing to do: it starts when the fire before it has ended",
    "limits": "nothing to do: it goes out in its turn; raise that limit in the configuration if that takes too long",
    "daemon_stops": "nothing to do: the daemon sends it when it runs again",
    "target_away": "see why nothing gets through; fires go out by themselves when one does again",
    "jitter": "nothing to do: the schedule's jitter spreads fires on purpose",
    "calendar": "nothing to do, unless the calendar is wrong: calendars stand in the configuration",
    "retry": "nothing to do: the schedule's retry policy runs it again",
    "run_unreachable": "see why the run's target does not answer; nothing is repeated meanwhile",
  ]

  private static let skipped = [
    "misfire_last": "nothing to do; misfire: all would start each missed one",
    "misfire_limit": "raise misfire_limit if more of them should be made up for",
    "misfire_skip": "choose misfire: last or all if it should be made up for; 'carillon backfill' runs it now",
    "misfire_window": "widen misfire_window if it should be made up for; 'carillon backfill' runs it now",
    "overlap_skip": "see why the earlier fire takes so long, or choose another overlap policy",
    "buffer_full": "see why the earlier fires take so long, or let more of them wait: overlap: buffer_all(n)",
    "mutex_held": "see why the other schedule's fire takes so long, or take the mutex away",
    "max_runs": "raise max_runs if more runs are wanted",
    "start_deadline": "raise limits, or start_deadline, if that happens often; 'carillon backfill' runs it now",
    "inactive": "activate the schedule where it is defined; until then its instants are written down as skipped",
    "paused_after_failures": "mend what fails, then 'carillon resume' lets it fire again",
    "paused": "'carillon resume' lets it fire again",
    "changed": "nothing to do; 'carillon backfill' runs it now",
    "schedule_removed": "create the schedule again if that was a mistake",
    "not_armed": "see its state with 'carillon show'",
  ]

  private static let ended = [
    "cancelled": "'carillon trigger' runs it again, if that was not wanted",
    "overlap_cancel": "nothing to do: the overlap policy lets newer fires take the place of older ones",
    "cannot_be_stopped": "end it where it runs, if it must end",
    "timeout": "find out what slowed it down, or give it a longer timeout",
    "out_of_sight": "look at the target yourself, then 'carillon dead-letters replay' or 'drop'",
    "retry_unknown": "look at the target yourself; retry_unknown: true would have sent it again",
    "secrets_gone":
      "if its server or proxy was changed, 'carillon dead-letters replay' sends it there; else give the trigger its secrets again first",
    "in_doubt": "look at the target yourself, then 'carillon dead-letters replay' or 'drop'",
    "no_free_connection": "nothing to do: 32 requests that take long are on their way to that host and port; it goes out behind them",
    "no_further_attempt": "mend what fails, then 'carillon dead-letters replay'",
    "no_further_instant": "nothing to do: its timing has come to its end",
    "past_before_first_sight": "'carillon trigger' runs it now, if it still should",
  ]

  private static let requests = [
    "gone": "ask again",
    "nothing_due": "'carillon next NAME --from TIME' shows when it is due",
    "not_paused": "'carillon show' tells its state; a schedule that is inactive is resumed where it is defined",
    "under_way": "nothing to do: 'carillon show' tells how far it is",
    "not_under_way": "'carillon runs' shows what became of it",
    "overdue": "this is a fault of Carillon: restart it, and report the log",
    "not_planned": "this is a fault of Carillon: restart it, and report the log",
    "stuck": "this is a fault of Carillon: restart it, and report the log",
  ]

  /// docs/alerts.md says more about each.
  private static let alerts = [
    "recovered": "nothing to do",
    "over": "nothing to do",
    "late": "see 'carillon status': a target that is away, limits, or a machine that slept",
    "too_long": "'carillon logs NAME -f' shows what it does; 'carillon cancel' ends it",
    "no_new_model_version": "look whether the run did its work: green is not the same as done",
    "model_unknown": "see why the server cannot be asked about the model",
    "disk_nearly_full": "make room on the file system of the state directory, or lower retention",
    "store_not_written": "make room on the file system of the state directory; it goes on by itself",
    "unhealthy": "see 'carillon status' and 'carillon audit'; restart the daemon, and report the log",
    "sink_takes_nothing": "'carillon alerts test SINK' says what it answers; mend the sink, or its settings",
    "held_back": "'carillon alerts list' shows all that are open",
    "given_up": "'carillon alerts list' shows what is open still",
    "test": "nothing to do",
  ]

  private static let bindings = [
    "no_binding": "bind the schedule in a file, give it carillon.binding on the server, or deploy its pipeline",
    "no_healthy_deployment": "start the pipeline's deployment, or bind the schedule in a file",
    "several_deployments": "name the one that is meant in a file",
    "ambiguous_files": "let one file match it, or match it by id",
    "bad_server_binding": "correct carillon.binding in the schedule's metadata on the server",
    "no_server": "name the server in the configuration",
    "file_unread": "mend the file ('carillon check FILE' says where), then 'carillon sync'",
    "commands_off":
      "set commands: true in the configuration, with the drop-in commands.conf where the packaged unit runs the daemon; or let it trigger something else",
    "no_target": "name the server in the configuration, then 'carillon dead-letters replay'",
    "other_instance": "let one Carillon alone fire it: stop the other, or deactivate the schedule there",
    "native_orchestrator": "nothing to do: its orchestrator fires it itself; take_over: true in a file lets Carillon do it",
    "custom_orchestrator": "take_over: true in a file lets Carillon fire it, if its orchestrator does not",
    "unknown_orchestrator": "see why the server does not tell the orchestrator, or bind it in a file with take_over: true",
    "policy_conflict": "change one of the two",
  ]

  /// What a trigger names and the ZenML server does not have, or has several of; the codes are made of the trigger's kind.
  private static let named: [String: String] = [
    "no_snapshot": "correct \(theOne), \(seen(among: "snapshots"))",
    "several_snapshots": "give the trigger the id of the one that is meant, \(seen(among: "snapshots"))",
    "no_build": "build the pipeline, or correct \(theOne), \(seen(among: "builds"))",
    "several_builds": "give the trigger the id of the one that is meant, \(seen(among: "builds"))",
    "no_run_template": "correct \(theOne), \(seen(among: "run-templates"))",
    "several_run_templates": "give the trigger the id of the one that is meant, \(seen(among: "run-templates"))",
    "no_deployment": "deploy the pipeline, or correct \(theOne), \(seen(among: "deployments"))",
  ]

  /// What JFrog ML declines; the sentence says what that was. A fire is lost for it too, when it is asked about in vain.
  private static let onJFrog: [String: String] = [
    "not_found": "correct the model, version or deployment that the trigger names ('carillon jfrog models list' shows models); \(again)",
    "ambiguous": "give the trigger the id, or the deployment, that is meant of those in the sentence; \(again)",
    "forbidden": "give Carillon's account on JFrog ML the right to do what the sentence names; \(again)",
    "conflict": "see what stands in its way on JFrog ML; \(again)",
  ]

  private static let again = "then 'carillon dead-letters replay', but where the fire is lost look first whether it ran"

  private static let theOne = "the name or id in the trigger"

  private static func seen(among records: String) -> String {
    "by what 'carillon zenml \(records) list' shows; then 'carillon dead-letters replay'"
  }

  private static let records = [
    "unreadable_field": "correct the schedule on the server",
    "end_before_start": "correct start_time or end_time",
    "no_timing": "give it cron_expression, interval_seconds or run_once_start_time",
    "bad_cron_expression": "correct it; 'carillon explain' checks one",
    "bad_interval": "give a whole number of seconds, at least 1 and at most 100 years",
    "bad_time_zone": "write an IANA name such as Europe/Berlin, or install the machine's time zones",
    "reboot_unsupported": "give a time or an interval",
    "never_fires": "correct it; 'carillon explain' says what it means",
    "seconds_last": "write seconds first in a file, or five fields on the server",
    "cron_wins": "take one of the two away",
    "chain_wins": "nothing to do, unless the schedule should come at its own times: then take the chain away",
    "chain_circle": "let one of the schedules follow something outside the circle; this one then comes in by itself",
    "chain_too_deep": "shorten the chain, or make its steps one pipeline",
  ]

  private static let targets = [
    "bad_parameters": "correct the trigger's parameters by what its target knows; 'carillon check --online' tells beforehand",
    "bad_request": "correct the trigger by what the sentence says",
    "bad_endpoint": "see the deployment's endpoint_url on JFrog ML",
    "not_runnable": "see the sentence: the server, or what is to be run, cannot do this; another kind of trigger may",
    "no_workload_manager": "let the server have a workload manager, or trigger a deployment",
    "no_room": "nothing to do: it is sent when the server has room; its limit of concurrent runs can be raised there",
    "no_answer": "look at the target; it is asked what became of the fire",
    "not_seen_yet": "nothing to do: it is looked for again, and sent again once the server has had its time",
    "cannot_tell": "look at the target yourself, then 'carillon dead-letters replay' or 'drop'",
    "secret_unavailable": "see why the server does not give the secret; the fire waits for it",
    "answer_too_large":
      "see whether the target has done it; give an http trigger a larger max_answer (up to 256MiB), then 'carillon dead-letters replay'",
    "too_many_redirects": "give the URL at which the redirects should end: curl -IL shows where each of them leads",
    "no_status": "see the sentence: the answer did not say how the work stands; it is asked again",
    "no_status_url": "look at the target yourself, then 'carillon dead-letters replay' or 'drop'",
    "not_followable": "correct follow of the trigger: the answer did not hold what it names",
    "called_back": "look at the target, which says how it ended; 'carillon dead-letters replay' runs it again",
    "no_callback": "look at the target: it did not call back in time; 'carillon dead-letters replay' runs it again",
    "no_log": "look where its target keeps what it writes",
    "no_cancel": "end it where it runs, or give the trigger follow.cancel",
    "exit_code": "'carillon logs' shows the command's output, which the runs folder keeps; 'carillon dead-letters replay' runs it again",
    "signal": "find out who ended it (the kernel, for want of memory?), then 'carillon dead-letters replay'",
    "terminated": "nothing to do, if the schedule's retry policy runs it again; else 'carillon dead-letters replay' does",
    "not_executed": "correct the command: the daemon's user must be able to execute the program, and to enter the cwd if it has one",
    "bad_command": "correct the command",
    "not_launched": "see the sentence: the machine could not start another process",
    "start_hangs": "see whether the disk of the state directory answers, and what 'ps' shows of carillon-supervisor; it is sent again",
    "already_started": "nothing to do: the first start counts",
    "not_started": "nothing to do: it is started now",
    "left_behind": "look on the machine for what still runs, and end it as its own user",
    "supervisor_gone": "look whether the command did its work, then 'carillon dead-letters replay' or 'drop'",
    "supervisor_unreachable": "look at the machine; the run is asked about again",
    "run_unreadable": "look at the run's folder in the state directory, then 'carillon dead-letters replay' or 'drop'",
    "bad_template": "correct the {{…}} of the trigger",
    "name_taken": "look at the run of that name on the server; Carillon did not start it",
    "name_exists": "nothing to do: the run that exists is looked up",
    "server_away": "see why the server does not answer; it is asked again",
    "credentials": "give Carillon a key that the server accepts",
    "unauthorized": "give the trigger credentials that its target accepts",
    "refused": "correct the trigger by what the target said",
    "busy": "nothing to do: it is sent again",
    "unclear_answer": "look at the target; it is asked what became of the fire",
    "unexpected_answer": "look at the server: its answer is not one that Carillon knows",
    "not_stoppable": "end it where it runs",
    "not_followed": "end it where it runs",
    "run_not_looked_up": "if the command starts a pipeline, look at the server for a run of that name",
    "run_failed": "look at the run on the server; 'carillon dead-letters replay' runs it again",
    "run_cancelled": "nothing to do, if somebody cancelled it on the server on purpose",
    "run_stopped": "nothing to do, if somebody stopped it on the server on purpose",
    "run_retried": "look at the server for the run that took its place",
    "run_vanished": "look whether its work was done, then 'carillon dead-letters replay' or 'drop'",
    "no_run_id": "look at the server for a run of that name",
    "stuck_initializing": "look at the orchestrator: the run never began; if it may still begin, end it there",
  ]
}
