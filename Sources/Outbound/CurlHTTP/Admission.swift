/// Decides who may have a connection now: up to so many per origin and over all, the rest in order of arrival.
///
/// libcurl has limits of its own, but a transfer that waits for them is outside its clock (7.88.1, lib/multi.c: the total
/// time is checked only with a connection at hand), so the queue is here.
///
/// Invariant: nobody waits who could start.
struct Admission<Waiter: AnyObject> {
  enum Decision: Equatable { case start, wait, refuse }

  private let limits: CurlLimits
  private var connections: BusyConnections
  private var line = WaitingLine<Waiter>()

  init(limits: CurlLimits) {
    self.limits = limits
    connections = BusyConnections(limits: limits)
  }

  /// After `.start` the connection counts as busy until `release`; after `.wait` comes `release`'s answer or `withdraw`.
  mutating func ask(_ waiter: Waiter, for origin: Origin) -> Decision {
    if connections.hasRoom(for: origin) {
      connections.occupy(origin)
      return .start
    }
    guard line.count < limits.maximumWaiting else { return .refuse }
    line.append(waiter, origin)
    return .wait
  }

  /// Gives back one connection to `origin`; the answer may start in its place and counts as busy already.
  /// - Complexity: O(waiting), in practice the first that waits.
  mutating func release(_ origin: Origin) -> Waiter? {
    connections.vacate(origin)
    guard let (waiter, itsOrigin) = line.takeFirst(where: connections.hasRoom) else { return nil }
    connections.occupy(itsOrigin)
    return waiter
  }

  /// Forgets one that waits. - Complexity: O(waiting).
  mutating func withdraw(_ waiter: Waiter) { line.remove(waiter) }
}

/// Connections that carry a request.
private struct BusyConnections {
  let limits: CurlLimits
  private var ofOrigin: [Origin: Int] = [:]
  private var overAll = 0

  init(limits: CurlLimits) { self.limits = limits }

  func hasRoom(for origin: Origin) -> Bool {
    overAll < limits.maximumConnections && ofOrigin[origin, default: 0] < limits.maximumConnectionsPerHost
  }

  mutating func occupy(_ origin: Origin) {
    ofOrigin[origin, default: 0] += 1
    overAll += 1
  }

  mutating func vacate(_ origin: Origin) {
    guard let count = ofOrigin[origin] else { preconditionFailure("\(origin) has no busy connection to give back") }
    ofOrigin[origin] = count == 1 ? nil : count - 1
    overAll -= 1
  }
}
