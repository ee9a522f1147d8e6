import Cron

/// When an entry of a crontab is due, as a cron expression of ours that says the same.
struct CrontabTiming: Equatable {
  let expression: String

  /// What no file can carry, in a sentence.
  struct Problem: Error, Equatable { let sentence: String }

  private static let macros: Set<String> = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"]

  /// - Parameter timing: five fields, or a macro.
  init(_ timing: String) throws(Problem) {
    if timing.hasPrefix("@") {
      expression = try Self.macro(timing.lowercased())
      return
    }
    // `-` before the minute keeps cronie from writing to the system's log.
    var fields = (timing.hasPrefix("-") ? timing.dropFirst() : timing[...]).split(separator: " ").map(String.init)
    for (field, text) in zip(CrontabField.all, fields) { try field.check(text) }
    if Self.meansBothDays(fields[2], fields[4]) { fields[4] = "+\(fields[4])" }
    let text = fields.joined(separator: " ")
    // A file with it would be refused.
    if let never = try? CronExpression(parsing: text).neverFiresError {
      throw Problem(sentence: "\(never.message); cron never started it either")
    }
    expression = text
  }

  private static func macro(_ name: String) throws(Problem) -> String {
    if macros.contains(name) { return name }
    guard name == "@reboot" else { throw Problem(sentence: "'\(name)' is a macro of one cron only; write five fields instead") }
    throw Problem(
      sentence: "@reboot is no time, and the start of a scheduler is not the start of a machine; make a systemd unit of it (Type=oneshot, "
        + "WantedBy=multi-user.target), or give an ordinary schedule what it needs")
  }

  /// Cron wants both days when one of the fields begins with a star, and either when none does. Ours looks for a star alone, which makes no
  /// difference but for `*/2 … MON` and its like. Source: Debian cron 3.0pl1, `DOM_STAR` and `DOW_STAR`.
  private static func meansBothDays(_ day: String, _ weekday: String) -> Bool {
    let isBare = { (text: String) in text == "*" || text == "*/1" }
    return (day.hasPrefix("*") || weekday.hasPrefix("*")) && !isBare(day) && !isBare(weekday)
  }
}

/// One field of a crontab: what every cron takes in it, and in one way.
struct CrontabField {
  let name: String
  let range: ClosedRange<Int>
  var words: [String: Int] = [:]

  static let all = [
    CrontabField(name: "minute", range: 0...59), CrontabField(name: "hour", range: 0...23),
    CrontabField(name: "day of month", range: 1...31),
    CrontabField(name: "month", range: 1...12, words: named("jan feb mar apr may jun jul aug sep oct nov dec", from: 1)),
    CrontabField(name: "day of week", range: 0...7, words: named("sun mon tue wed thu fri sat", from: 0)),
  ]

  private static func named(_ words: String, from first: Int) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: words.split(separator: " ").enumerated().map { (String($1), $0 + first) })
  }

  func check(_ text: String) throws(CrontabTiming.Problem) {
    for item in text.split(separator: ",", omittingEmptySubsequences: false) { try check(item: String(item), of: text) }
  }

  private func check(item: String, of text: String) throws(CrontabTiming.Problem) {
    let parts = item.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    if item.contains("~") {
      throw problem(
        text,
        "is a random time of one cron only; H stands for a time of its own for each schedule: H(\(range.lowerBound)-\(range.upperBound))")
    }
    let values = ends.map(value)
    guard parts.count <= 2, ends.count <= 2, parts[0] == "*" || values.allSatisfy({ $0 != nil }) else { throw refused(text) }
    if parts[0] != "*", ends.count == 2, let first = values[0], let last = values[1], first > last { throw refused(text) }
    guard parts.count == 2 else { return }
    guard let step = Int(parts[1]), step > 0 else { throw refused(text) }
    if parts[0] != "*", ends.count == 1 {
      throw problem(text, "is read in different ways: write \(parts[0])-\(range.upperBound)/\(step) for a step, or \(parts[0]) alone")
    }
  }

  private func value(_ text: String) -> Int? {
    if let word = words[text.lowercased()] { return word }
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(text), range.contains(value) else { return nil }
    return value
  }

  private func refused(_ text: String) -> CrontabTiming.Problem { problem(text, "is nothing that cron takes") }

  private func problem(_ text: String, _ what: String) -> CrontabTiming.Problem { .init(sentence: "\(name) '\(text)' \(what)") }
}
