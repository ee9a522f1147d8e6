import Scheduling

extension PolicyReader {
  func retry(_ document: inout MappingReader) -> RetryPolicy? {
    guard var reader = document.mapping("retry") else { return nil }
    var retry = RetryPolicy()
    let first = "the first one is counted: 1 means that nothing is tried again"
    let attempts = reader.integer("attempts", in: PolicyRange.attempts, hint: first)
    if let attempts { retry.attempts = attempts }
    if let sends = reader.integer("sends", in: PolicyRange.attempts, hint: first) { retry.sends = sends }
    readBackoff(&reader, &retry)
    if let jitter = reader.share("jitter") { retry.jitter = jitter }
    retry.budget = reader.duration("budget", in: PolicyRange.budget)
    retry.exitCodes = exitCodes(&reader)
    reader.finish(foreign: ["timeout": "timeout stands beside retry, not in it"])
    if attempts != nil || !reader.gives("attempts") { checkAttempts(retry, &reader) }
    checkBudget(retry, reader)
    return retry
  }

  private func readBackoff(_ reader: inout MappingReader, _ retry: inout RetryPolicy) {
    if let backoff = reader.duration("backoff", in: PolicyRange.backoff) { retry.backoff = backoff }
    if let most = reader.duration("max_backoff", in: PolicyRange.backoff) {
      retry.maxBackoff = most
      guard most < retry.backoff else { return }
      let least = DurationText.text(retry.backoff)
      log.error("max_backoff '\(DurationText.text(most))' is shorter than the first delay, \(least)", at: reader.keyPlace("max_backoff"))
    } else {
      // Whoever asks for five minutes does not mean one.
      retry.maxBackoff = max(retry.maxBackoff, retry.backoff)
    }
  }

  /// What speaks of further attempts needs some.
  private func checkAttempts(_ retry: RetryPolicy, _ reader: inout MappingReader) {
    guard retry.attempts == 1 else { return }
    for key in ["budget", "exit_codes"] where reader.gives(key) {
      log.error("\(key) has no effect with one attempt; add attempts: 2 or more", at: reader.keyPlace(key))
    }
  }

  private func checkBudget(_ retry: RetryPolicy, _ reader: MappingReader) {
    guard retry.attempts > 1, let budget = retry.budget, budget < retry.backoff else { return }
    let (short, first) = (DurationText.text(budget), DurationText.text(retry.backoff))
    log.error("budget '\(short)' is over before the first delay, \(first): nothing would be tried again", at: reader.keyPlace("budget"))
  }

  private func exitCodes(_ reader: inout MappingReader) -> [ClosedRange<Int>]? {
    guard let items = reader.list("exit_codes", example: "[1, 75-78]") else { return nil }
    let place = reader.keyPlace("exit_codes")
    if !kinds.contains(.command) {
      log.error("exit_codes are of commands; this trigger is none, remove them", at: place)
      return nil
    }
    if items.isEmpty { log.error("exit_codes needs at least one; leave it out to try again after every code but 0", at: place) }
    let mapping = reader
    return items.compactMap { exitCode($0, mapping) }
  }

  private func exitCode(_ node: YAMLNode, _ reader: MappingReader) -> ClosedRange<Int>? {
    guard let text = reader.text(of: node, "exit_codes") else { return nil }
    if let range = RangeText.range(text, in: PolicyRange.exitCodes) { return range }
    let reason = text == "0" ? "is success, which is never tried again" : "is not a code from 1 to 255 or a range of them, such as 75-78"
    log.error("exit_codes '\(MappingReader.shown(text))' \(reason)", at: node.place)
    return nil
  }
}
