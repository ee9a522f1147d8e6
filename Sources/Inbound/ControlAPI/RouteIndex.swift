import HTTPTypes
import Hummingbird
import Synchronization

/// All routes of a router, known once they are made.
final class RouteIndex: Sendable {
  private struct Entry {
    let segments: [Substring]
    let method: String
  }

  private let entries = Mutex<[Entry]>([])

  func note(_ routes: [Router<ControlContext>.RouteDescription]) {
    // What GET takes, HEAD takes.
    let found = routes.flatMap { route in
      (route.method == .get ? [route.method, .head] : [route.method]).map {
        Entry(segments: Self.segments(route.path.description), method: $0.rawValue)
      }
    }
    entries.withLock { $0 = found }
  }

  /// The methods that a path takes, in alphabetical order; empty for one that does not exist.
  func methods(of path: String) -> [String] {
    let wanted = Self.segments(path)
    return entries.withLock { entries in
      Set(entries.filter { Self.matches($0.segments, wanted) }.map(\.method)).sorted()
    }
  }

  private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }

  private static func matches(_ pattern: [Substring], _ segments: [Substring]) -> Bool {
    pattern.count == segments.count
      && zip(pattern, segments).allSatisfy { $0 == $1 || $0.hasPrefix(":") || $0 == "*" || $0.hasPrefix("{") }
  }
}
