import CivilTime
import Values

/// What a filter compares with.
public protocol ZenMLFilterValue: Equatable, Sendable {
  /// `a time`: what a value is, for people.
  static var filterWord: String { get }
  /// The value that somebody wrote; nil when the text is none.
  static func reading(filterText: String) -> Self?
  /// The value as filters write it.
  var filterText: String { get }
  /// What lower bounds are rounded to, where filters cannot carry the value exactly.
  var roundedDown: Self { get }
  /// What upper bounds are rounded to.
  var roundedUp: Self { get }
}

extension ZenMLFilterValue {
  /// The value itself.
  public var roundedDown: Self { self }
  /// The value itself.
  public var roundedUp: Self { self }

  /// A value that looks like an operator is marked, so that the server does not take it for one.
  var equalsText: String {
    let isLikeOne = FilterComparison.allCases.contains { filterText.hasPrefix("\($0.rawValue):") }
    return isLikeOne || filterText.hasPrefix("in:") ? "equals:\(filterText)" : filterText
  }
}

extension String: ZenMLFilterValue {
  /// What a value is, for people.
  public static var filterWord: String { "a text" }

  /// The value that somebody wrote; nil when the text is none.
  public static func reading(filterText: String) -> String? { filterText }

  /// The text itself.
  public var filterText: String { self }
}

extension Bool: ZenMLFilterValue {
  /// What a value is, for people.
  public static var filterWord: String { "true or false" }

  /// The value that somebody wrote; nil when the text is none.
  public static func reading(filterText: String) -> Bool? { Bool(filterText) }

  /// `true` or `false`.
  public var filterText: String { String(self) }
}

extension Int: ZenMLFilterValue {
  /// What a value is, for people.
  public static var filterWord: String { "a whole number" }

  /// The value that somebody wrote; nil when the text is none.
  public static func reading(filterText: String) -> Int? { Int(filterText) }

  /// Decimal digits.
  public var filterText: String { String(self) }
}

extension Identifier: ZenMLFilterValue {
  /// What a value is, for people.
  public static var filterWord: String { "a UUID" }

  /// The value that somebody wrote; nil when the text is none.
  public static func reading(filterText: String) -> Identifier? { Identifier(filterText) }

  /// The UUID in lower case.
  public var filterText: String { description }
  /// The value itself.
  public var roundedDown: Identifier { self }
  /// The value itself.
  public var roundedUp: Identifier { self }
}

extension Instant: ZenMLFilterValue {
  /// What a value is, for people.
  public static var filterWord: String { "a time such as 2026-11-21T00:03:00Z" }

  /// The value that somebody wrote; nil when the text is none.
  public static func reading(filterText: String) -> Instant? { try? Instant(iso8601: filterText.replacing(" ", with: "T")) }

  /// `2026-11-21 00:03:00`, the only form of a time that filters take.
  public var filterText: String { CivilDateTime(utc: self).description.replacing("T", with: " ") }
  /// Without the fraction of a second.
  public var roundedDown: Instant { Instant(secondsSinceEpoch: secondsSinceEpoch) }
  /// The next whole second, unless it is one.
  public var roundedUp: Instant { roundedDown == self ? self : Instant(secondsSinceEpoch: secondsSinceEpoch + 1) }
}

/// JSON text by hand, for the lists in filters.
enum JSONText {
  static func quoted(_ text: String) -> String { String(decoding: JSONValue.string(text).utf8, as: UTF8.self) }
}
