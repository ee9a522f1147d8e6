import CivilTime
import Scheduling

/// Targets that do not answer while fires wait for them: one cause for each target, however many schedules fire there.
extension AlertDesk {
  /// For so long nothing may be seen to wait between two tries: a fire that is on its way for the first time is none that waits.
  private static let gap: Duration = .seconds(120)

  private static func key(_ target: TargetName) -> String { "\(AlertKind.targetUnreachable.rawValue)/\(target)" }

  mutating func targets(_ standings: TargetStandings, _ now: Instant) {
    guard rules.targetUnreachable != nil else {
      for cause in memory.causes.values where cause.alert.kind == .targetUnreachable { drop(cause.key) }
      return
    }
    let answering = Set(standings.answering.map(Self.key))
    for target in standings.awaited { see(Self.key(target.name), now) }
    for key in memory.causes.keys.sorted() where memory.causes[key]?.alert.kind == .targetUnreachable {
      if answering.contains(key) {
        close(key, "it answers again", now)
      } else if let seen = targetsSeen[key] {
        if seen.upperBound == now { unheard.remove(key) }
        if seen.upperBound.duration(to: now) > Self.gap { close(key, "no fire waits for it any more", now) }
      } else {
        // An earlier life told it: what that left is sent again first.
        targetsSeen[key] = now...now
      }
    }
    targetsSeen = targetsSeen.filter { $1.upperBound.duration(to: now) <= Self.gap && !answering.contains($0) }
    for target in standings.awaited { tell(target, now) }
  }

  private mutating func see(_ key: String, _ now: Instant) {
    guard let seen = targetsSeen[key], seen.upperBound <= now, seen.upperBound.duration(to: now) <= Self.gap else {
      targetsSeen[key] = now...now
      return
    }
    targetsSeen[key] = seen.lowerBound...now
  }

  private mutating func tell(_ target: AwaitedTarget, _ now: Instant) {
    // The server's silence is told of the server; deployments and secrets are looked up there too.
    guard !(serverIsAway && (target.name.needsServer || target.lastFailure?.code == "secret_unavailable")) else { return }
    let key = Self.key(target.name)
    guard let limit = rules.targetUnreachable, let failing = target.failingSince, let seen = targetsSeen[key] else { return }
    // What failed there long ago, with nothing waiting since, says nothing of what waits now.
    let since = max(failing, seen.lowerBound)
    guard memory.causes[key] == nil, since.duration(to: now) >= limit else { return }
    let reason = Reason(target.lastFailure?.code ?? "target_away", target.sentence(since: since.roundedDownToSecond))
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

  fileprivate func sentence(since: Instant) -> String {
    let failure = lastFailure.map { " The last try: \($0.sentence)" } ?? ""
    guard takesOthers else {
      return "no fire has got through to \(name) since \(since.iso8601); \(waiting), and will go out when one does.\(failure)"
    }
    return "\(name) answers others, but none of these has got through since \(since.iso8601): \(waiting).\(failure)"
  }

  private var waiting: String {
    let more = schedules.count - Self.namesShown
    let names = schedules.prefix(Self.namesShown).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    return (fires == 1 ? "1 fire waits" : "\(fires) fires wait") + " (\(names))"
  }
}
