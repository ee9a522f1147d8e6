import CivilTime

/// Why a further attempt waits, or what its target declined. Until when it waits the next life learns from here alone: no other part of a
/// row that an update writes says it.
extension Reason {
  private static let retryCode = "retry"

  /// - Parameter start: when the attempt may begin; nil: at once.
  static func retry(after outcome: Outcome, _ reason: Reason?, attempt: Int, notBefore start: Instant?) -> Reason {
    let end = "attempt \(attempt - 1) ended as \(outcome.rawValue)\(reason.map { ": \($0.sentence)" } ?? "")"
    return Reason(retryCode, end + (start.map { putOff(attempt, until: $0) } ?? ""))
  }

  /// Until when the attempt waits whose row has this reason; nil when it waits for no time, or an older daemon wrote the row.
  func startOfRetry(attempt: Int) -> Instant? {
    guard code == Self.retryCode, let start = lastInstant, sentence.hasSuffix(Self.putOff(attempt, until: start)) else { return nil }
    return start
  }

  /// Of an attempt that its target declined, for this reason.
  func sentAgain(at start: Instant) -> Reason { Reason(code, sentence + Self.resend(at: start)) }

  /// When an attempt is sent again that its target declined; nil for any other reason, or when an older daemon wrote the row.
  var startOfResend: Instant? { lastInstant.flatMap { sentence.hasSuffix(Self.resend(at: $0)) ? $0 : nil } }

  /// For what is not sent again after all.
  var withoutResend: Reason {
    guard let start = startOfResend else { return self }
    return Reason(code, String(sentence.dropLast(Self.resend(at: start).count)))
  }

  private var lastInstant: Instant? {
    guard let word = sentence.split(separator: " ").last else { return nil }
    return try? Instant(iso8601: String(word))
  }

  private static func resend(at start: Instant) -> String { "; it is sent again at \(start.iso8601)" }

  private static func putOff(_ attempt: Int, until start: Instant) -> String {
    "; attempt \(attempt) is put off until \(start.iso8601)"
  }
}
