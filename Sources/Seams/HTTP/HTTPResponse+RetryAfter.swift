import CivilTime

extension HTTPResponse {
  /// How long the answer asks to wait, from `now` (`Retry-After`, RFC 9110 section 10.2.3); nil when it does not say, or
  /// not readably. A server that asks for more than an hour is not believed: the wait is cut.
  public func retryAfter(now: Instant) -> Duration? {
    guard let text = header("retry-after") else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return min(.seconds(Int64(text) ?? .max), Self.longestRetryAfter)
    }
    guard let until = HTTPDate.instant(text) else { return nil }
    // The server's own clock where it shows it, so that a wrong clock here does not count.
    let serverNow = header("date").flatMap(HTTPDate.instant) ?? now
    return min(max(serverNow.duration(to: until), .zero), Self.longestRetryAfter)
  }

  private static let longestRetryAfter = Duration.seconds(3600)
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that senders may produce.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func instant(_ text: String) -> Instant? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else { return nil }
    let digits = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return try? Instant(iso8601: "\(words[3])-\(digits)-\(words[1])T\(words[4])Z")
  }
}
