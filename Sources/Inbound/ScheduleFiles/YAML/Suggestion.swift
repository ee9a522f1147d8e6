/// What someone may have meant by a key or a word that is not known.
package enum Suggestion {
  /// Words of other schedulers, and short forms, for keys of ours.
  private static let synonyms: [String: [String]] = [
    "cron": ["cron_expression"], "crontab": ["cron_expression"], "expression": ["cron_expression"],
    "schedule": ["cron_expression"], "interval": ["interval_seconds", "sync_interval"], "every": ["interval_seconds"],
    "interval_second": ["interval_seconds"], "seconds": ["interval_seconds"], "period": ["interval_seconds"],
    "run_once": ["run_once_start_time"], "once": ["run_once_start_time", "last"], "at": ["run_once_start_time"],
    "timezone": ["time_zone"], "tz": ["time_zone"], "zone": ["time_zone"],
    "start": ["start_time"], "from": ["start_time"], "not_before": ["start_time"],
    "end": ["end_time"], "until": ["end_time"], "enabled": ["active"], "paused": ["active"], "suspend": ["active"],
    "action": ["trigger"], "run": ["trigger"], "job": ["trigger"], "type": ["kind"],
    "args": ["argv"], "cmd": ["argv"], "command": ["argv", "trigger"], "environment": ["env"],
    "dir": ["cwd"], "directory": ["cwd", "state_directory"], "workdir": ["cwd"], "working_directory": ["cwd"],
    "uri": ["url"], "endpoint": ["url"], "host": ["url"], "data": ["body"], "json": ["body"], "payload": ["body"],
    "verb": ["method"], "status": ["success"], "params": ["parameters"], "inputs": ["parameters"],
    "catch_up": ["misfire"], "catchup": ["misfire"], "coalesce": ["misfire"], "misfires": ["misfire"],
    "concurrency": ["overlap", "in_flight"], "concurrency_policy": ["overlap"], "concurrencypolicy": ["overlap"],
    "max_instances": ["overlap"], "misfire_grace_time": ["misfire_window"], "deadline": ["start_deadline"],
    "starting_deadline": ["start_deadline"], "startingdeadlineseconds": ["start_deadline"], "catchup_window": ["misfire_window"],
    "lock": ["mutex"], "group": ["mutex"], "splay": ["jitter"], "spread": ["jitter"], "random_delay": ["jitter"],
    "retries": ["retry", "attempts"], "max_attempts": ["attempts"], "max_retries": ["retry", "attempts"], "delay": ["backoff"],
    "max_delay": ["max_backoff"], "calendar": ["calendars"], "holidays": ["calendars"], "exclude": ["calendars"],
    "tag": ["tags"], "labels": ["tags"], "label": ["tags"], "rate": ["per_second"], "max_in_flight": ["in_flight"],
    "max_age": ["age"], "size": ["bytes"], "max_size": ["bytes"], "max_rows": ["rows"],
    "latest": ["last"], "none": ["skip"], "ignore": ["skip"], "drop": ["skip"], "every_one": ["all"],
    "forbid": ["skip"], "replace": ["cancel_other"], "cancel": ["cancel_other"], "terminate": ["terminate_other"],
    "kill": ["terminate_other"], "queue": ["buffer_all"], "buffer": ["buffer_one"], "postpone": ["defer"], "delay_until": ["defer"],
    "state": ["state_directory"], "state_dir": ["state_directory"], "socket": ["listen"], "files": ["schedules"],
    "key": ["api_key"], "user": ["username"], "secret": ["api_key_file", "password_file"], "hosts": ["http_hosts"],
    "workspace": ["project"], "store_url": ["url"],
  ]

  /// The one of `known` that is meant by `word`; nil when none comes close.
  static func meant(by word: String, among known: [String]) -> String? {
    let plain = normalized(word)
    if let synonym = synonyms[plain]?.first(where: known.contains) { return synonym }
    return nearest(to: word, among: known)
  }

  /// The one of `known` that is spelled almost like `word`.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let plain = normalized(word)
    // Words of another length are further away than what is taken for a slip.
    let known = known.filter { abs($0.count - plain.count) <= max(1, plain.count / 3) }
    let nearest = known.map { (candidate: $0, distance: distance(plain, normalized($0))) }.min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= max(1, plain.count / 3) else { return nil }
    return nearest.candidate
  }

  private static func normalized(_ word: String) -> String {
    String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
  }

  /// Levenshtein's distance, with neighbours that changed places as one step (optimal string alignment).
  /// - Complexity: O(a · b). Keys are short; a longer word is cut.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.prefix(64)), Array(b.prefix(64)))
    var rows = [Array(0...b.count)]
    for row in a.indices {
      var current = [row + 1]
      for column in b.indices {
        let substituted = rows[row][column] + (a[row] == b[column] ? 0 : 1)
        var least = min(substituted, rows[row][column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] { least = min(least, rows[row - 1][column - 1] + 1) }
        current.append(least)
      }
      rows.append(current)
    }
    return rows[a.count][b.count]
  }
}
