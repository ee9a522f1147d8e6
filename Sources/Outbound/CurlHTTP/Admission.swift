/// Decides who may have a connection now: up to so many per origin and over all, the rest in order of arrival.
///
/// libcurl has limits of its own, but a transfer that waits for them is outside its clock (7.88.1, lib/multi.c: the total
/// time is checked only with a connection at hand), so the queue is here.
///
/// Invariant: nobody waits who could start.
struct Admission<Waiter: AnyObject> {
  enum Decision: Equatable { case start, wait, refuse }

  private let limits: CurlLimits
  private var busy: [Origin: Int] = [:]
  private var busyOverAll = 0
  private var waiting: [(waiter: Waiter, origin: Origin)] = []

  init(limits: CurlLimits) {
    self.limits = limits
  }

  /// After `.start` the connection counts as busy until `release`; after `.wait` comes `release`'s answer or `withdraw`.
  mutating func ask(_ waiter: Waiter, for origin: Origin) -> Decision {
    if hasRoom(for: origin) {
      occupy(origin)
      return .start
    }
    guard waiting.count < limits.maximumWaiting else { return .refuse }
    waiting.append((waiter, origin))
    return .wait
  }

  /// Gives back one connection to `origin`; the answer may start in its place and counts as busy already.
  /// - Complexity: O(waiting), in practice the first that waits.
  mutating func release(_ origin: Origin) -> Waiter? {
    vacate(origin)
    guard let next = waiting.firstIndex(where: { hasRoom(for: $0.origin) }) else { return nil }
    let (waiter, itsOrigin) = waiting.remove(at: next)
    occupy(itsOrigin)
    return waiter
  }

  /// Forgets one that waits. - Complexity: O(waiting).
  mutating func withdraw(_ waiter: Waiter) {
    waiting.removeAll { $0.waiter === waiter }
  }

  private func hasRoom(for origin: Origin) -> Bool {
    busyOverAll < limits.maximumConnections && busy[origin, default: 0] < limits.maximumConnectionsPerHost
  }

  private mutating func occupy(_ origin: Origin) {
    busy[origin, default: 0] += 1
    busyOverAll += 1
  }

  private mutating func vacate(_ origin: Origin) {
    guard let count = busy[origin] else { preconditionFailure("\(origin) has no busy connection to give back") }
    busy[origin] = count == 1 ? nil : count - 1
    busyOverAll -= 1
  }
}
