import Exposition
import Synchronization

/// Counts the requests of the control API.
///
/// Labels are closed sets: patterns of routes, never paths; methods that the API has; classes of status.
package final class ControlTraffic: Sendable {
  private struct Answer: Hashable, Sendable {
    let route: String
    let method: String
    let status: String
  }

  private struct Counts {
    /// Far more than there are routes with their methods and classes.
    var answers = CappedCounts<Answer>(cap: 1000)
    var inFlight = 0
  }

  private let counts = Mutex(Counts())

  package init() {}

  private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

  /// A request begins; it ends when nobody holds the answer any more.
  func begin() -> Flight {
    counts.withLock { $0.inFlight += 1 }
    return Flight(self)
  }

  fileprivate func end() { counts.withLock { $0.inFlight -= 1 } }

  /// - Parameters:
  ///   - route: the pattern, as `/api/v1/runs/{fire}`; nil where the path is no route.
  func count(route: String?, method: String, status: Int) {
    let method = Self.methods.contains(method) ? method : CappedNames.other
    let answer = Answer(route: route ?? "none", method: method, status: (1...5).contains(status / 100) ? "\(status / 100)xx" : "other")
    counts.withLock { $0.answers.add(to: answer, orElse: Answer(route: CappedNames.other, method: method, status: answer.status)) }
  }

  package var families: [MetricFamily] {
    let (answers, inFlight) = counts.withLock { ($0.answers.counts, $0.inFlight) }
    let samples = answers.map { answer, count in
      MetricSample(
        Double(count), [MetricLabel("route", answer.route), MetricLabel("method", answer.method), MetricLabel("status", answer.status)])
    }
    return [
      MetricFamily(
        "carillon_http_requests_total", .counter, "Requests of the control API, by pattern of the route, method and class of the status.",
        samples.sorted { $0.labels.lexicographicallyPrecedes($1.labels) { $0.value < $1.value } }),
      .gauge("carillon_http_requests_in_flight", "Requests of the control API whose answer is not complete.", Double(inFlight)),
    ]
  }

  /// One request under way.
  final class Flight: Sendable {
    private let traffic: ControlTraffic

    fileprivate init(_ traffic: ControlTraffic) { self.traffic = traffic }

    deinit { traffic.end() }
  }
}
