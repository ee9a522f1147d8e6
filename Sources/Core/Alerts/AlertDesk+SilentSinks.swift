import CivilTime
import Scheduling

/// Sinks that take nothing: the others are told.
extension AlertDesk {
  /// Longer than a restart of a chat service, and short enough for somebody to do something about it.
  private static let silence: Duration = .seconds(1800)

  mutating func watchSinks(_ now: Instant) {
    for sink in rules.sinks { watch(sink, now) }
  }

  /// What was told of sinks that are not in the configuration any more goes without a word.
  mutating func forgetSilentSinks() {
    let keys = Set(rules.sinks.map(Self.key))
    for cause in memory.causes.values where cause.alert.kind == .sinkTakesNothing && !keys.contains(cause.key) { drop(cause.key) }
  }

  private static func key(_ sink: String) -> String { "\(AlertKind.sinkTakesNothing.rawValue)/\(sink)" }

  private mutating func watch(_ sink: String, _ now: Instant) {
    let key = Self.key(sink)
    guard let notes = memory.notes.sinks[sink], let since = notes.failingSince else {
      return close(key, Reason("over", "the alert sink \(sink) takes alerts again"), tells: rules.recovered, now: now)
    }
    // From failure to failure: while the daemon was down nothing was tried, and the sink may take the next one.
    guard memory.causes[key] == nil, let last = notes.lastFailure, since.duration(to: last) >= Self.silence else { return }
    var others = rules
    let usual = rules.standardSinks.filter { $0 != sink }
    others.standard = usual.isEmpty ? rules.sinks.filter { $0 != sink } : usual
    // Of an only sink `carillon status` tells.
    guard !others.standardSinks.isEmpty else { return }
    let error = notes.lastError.map { ": \($0)" } ?? ""
    let reason = Reason("sink_takes_nothing", "the alert sink \(sink) has taken nothing since \(since.roundedDownToSecond.iso8601)\(error)")
    let alert = Alert(.sinkTakesNothing, .opened, cause: key, reason: reason, at: now, since: since, why: AlertLinks.open(rules))
    open(alert, others, now: now)
  }
}
