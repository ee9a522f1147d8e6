/// How a fire is found again in what its targets log. Source: W3C Trace Context, 23 November 2021, section 3.2.
extension Fire {
  /// 32 hex digits: those of the fire's id. All its attempts are one trace.
  package var traceID: String { Self.traceID(of: id) }

  /// `00-<trace>-<span>-01`: the same for every resend of an attempt, another one for the next attempt.
  package var traceparent: String { "00-\(traceID)-\(spanID)-01" }

  private var spanID: String { String(Identifier.version5(namespace: id, name: "span/\(attempt)").hexDigits.prefix(16)) }

  /// An identifier says its version, so these are never all zeros, which would not be valid.
  package static func traceID(of id: Identifier) -> String { id.hexDigits }
}

extension LedgerRow {
  /// Nil for a range, of which nothing was sent.
  package var traceID: String? { runName == nil ? nil : Fire.traceID(of: id) }
}
