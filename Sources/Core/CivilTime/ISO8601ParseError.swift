/// Why a text is not an ISO 8601 date, time or duration that is understood here.
public struct ISO8601ParseError: Error, Hashable, Sendable {
  /// What does not fit.
  public enum Problem: Hashable, Sendable {
    /// Something else stands where `what` should.
    case expected(String)
    /// `component` is its name: `month`, `offset hour`.
    case outOfRange(component: String, value: Int, allowed: ClosedRange<Int>)
    /// The text goes on after a complete value.
    case trailingCharacters
    /// A month has no fixed length.
    case monthInDuration
    /// More than a 64-bit count of microseconds.
    case tooLarge
  }

  /// The whole text that was read.
  public let text: String
  /// UTF-8 bytes before the problem.
  public let position: Int
  /// What does not fit at ``position``.
  public let problem: Problem
}

extension ISO8601ParseError: CustomStringConvertible {
  /// Longer texts are cut in messages: they may come from anywhere.
  private static let shownCharacters = 64

  /// `'2026-13-01' at position 5: month 13 is not in 1…12`.
  public var description: String {
    let shown = text.count > Self.shownCharacters ? "\(text.prefix(Self.shownCharacters))…" : text
    return "'\(shown)' at position \(position): \(problem)"
  }
}

extension ISO8601ParseError.Problem: CustomStringConvertible {
  /// The problem in words, without text and position.
  public var description: String {
    switch self {
    case .expected(let what): "expected \(what)"
    case .outOfRange(let component, let value, let allowed):
      "\(component) \(value) is not in \(allowed.lowerBound)…\(allowed.upperBound)"
    case .trailingCharacters: "unexpected characters after the value"
    case .monthInDuration: "a month has no fixed length; write days"
    case .tooLarge: "the value is too large"
    }
  }
}
