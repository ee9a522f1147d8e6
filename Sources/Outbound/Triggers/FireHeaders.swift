import CivilTime
import Scheduling
import Seams

extension Fire {
  /// What every request carries: the identity, and which due instants the fire stands for. A resend has the same.
  var identityHeaders: [HTTPHeader] {
    [
      HTTPHeader("Idempotency-Key", idempotencyKey.description),
      HTTPHeader("X-Carillon-Due", due.iso8601),
      HTTPHeader("X-Carillon-Run-Name", runName),
      HTTPHeader("X-Carillon-Attempt", String(attempt)),
      HTTPHeader("traceparent", traceparent),
    ] + (details.missed?.headers ?? [])
  }
}

extension Fire {
  /// The same for a trigger with headers of its own: who names a `traceparent` has a trace already.
  func identityHeaders(beside http: HTTPTrigger) -> [HTTPHeader] {
    let hasTrace = http.ownHeaders.contains { $0.isNamed("traceparent") }
    return hasTrace ? identityHeaders.filter { !$0.isNamed("traceparent") } : identityHeaders
  }
}

extension MissedSpan {
  fileprivate var headers: [HTTPHeader] {
    [
      HTTPHeader("X-Carillon-Missed-Count", String(count)),
      HTTPHeader("X-Carillon-Missed-First", first.iso8601),
      HTTPHeader("X-Carillon-Missed-Last", last.iso8601),
    ]
  }
}
