import CivilTime
import Scheduling

/// Targets that do not answer while fires wait for them: one cause for each target, however many schedules fire there.
extension AlertDesk {
  private static func key(_ target: TargetName) -> String { "\(AlertKind.targetUnreachable.rawValue)/\(target)" }

  /// - Parameter awaited: all that fires wait for.
  mutating func targets(_ awaited: [AwaitedTarget], _ now: Instant) {
    let byKey = Dictionary(awaited.map { (Self.key($0.name), $0) }) { first, _ in first }
    for key in memory.causes.keys.sorted() where memory.causes[key]?.alert.kind == .targetUnreachable {
      unheard.remove(key)
      let target = byKey[key]
      // After a restart nothing is known of it until a fire was sent there.
      if let target, target.awaySince != nil || !target.hasAnswered { continue }
      close(key, target == nil ? "no fire waits for it any more" : "it answers again", now)
    }
    for target in awaited { watch(target, now) }
  }

  private mutating func watch(_ target: AwaitedTarget, _ now: Instant) {
    // The server's silence is told of the server.
    guard !(target.name.isServer && serverIsAway) else { return }
    guard let limit = rules.targetUnreachable, let since = target.awaySince, since.duration(to: now) >= limit else { return }
    let key = Self.key(target.name)
    guard memory.causes[key] == nil else { return }
    let failure = target.lastFailure.map { " The last try: \($0.sentence)" } ?? ""
    let reason = Reason(
      target.lastFailure?.code ?? "target_away",
      "no fire has got through to \(target.name) since \(since.roundedDownToSecond.iso8601); \(target.waiting), and will go out when one does."
        + failure)
    open(
      Alert(.targetUnreachable, .opened, cause: key, reason: reason, at: now, since: since, why: AlertLinks.status(rules)), rules, now: now)
  }

  private mutating func close(_ key: String, _ words: String, _ now: Instant) {
    let target = key.dropFirst(AlertKind.targetUnreachable.rawValue.count + 1)
    close(key, Reason("over", "\(target): \(words)"), tells: rules.recovered, now: now)
  }
}

extension AwaitedTarget {
  /// So many schedules are named; a list of hundreds says no more.
  private static let namesShown = 3

  fileprivate var waiting: String {
    let more = schedules.count - Self.namesShown
    let names = schedules.prefix(Self.namesShown).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    return (fires == 1 ? "1 fire waits" : "\(fires) fires wait") + " (\(names))"
  }
}
