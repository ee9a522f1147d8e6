/// Those who wait for a connection, in order of arrival. Taking the first of them moves no other: with thousands in line,
/// moving them up took longer than sending.
struct WaitingLine<Waiter: AnyObject> {
  /// nil: has left.
  private var places: [(waiter: Waiter, origin: Origin)?] = []
  /// All before it have left.
  private var first = 0
  private(set) var count = 0

  mutating func append(_ waiter: Waiter, _ origin: Origin) {
    places.append((waiter, origin))
    count += 1
  }

  /// - Complexity: O(1) when the first that waits fits; O(count) otherwise.
  mutating func takeFirst(where fits: (Origin) -> Bool) -> (Waiter, Origin)? {
    let place = places[first...].firstIndex { place in place.map { fits($0.origin) } ?? false }
    guard let place, let (waiter, origin) = places[place] else { return nil }
    vacate(place)
    return (waiter, origin)
  }

  mutating func remove(_ waiter: Waiter) {
    guard let place = places[first...].firstIndex(where: { $0?.waiter === waiter }) else { return }
    vacate(place)
  }

  private mutating func vacate(_ place: Int) {
    places[place] = nil
    count -= 1
    while first < places.count, places[first] == nil { first += 1 }
    // What has left takes no more room than what waits.
    guard first > places.count / 2 else { return }
    places.removeFirst(first)
    first = 0
  }
}
