import CivilTime

/// What stands in a table of records.
enum TableCell: Sendable, Equatable {
  case text(String)
  case moment(Instant)

  /// In full, or as short as it makes sense.
  func text(_ moments: Moments, isShort: Bool) -> String {
    switch self {
    case .text(let text): text
    case .moment(let instant): isShort ? moments.distance(to: instant) : moments.moment(instant.iso8601)
    }
  }
}

extension TableCell {
  /// Empty for nil.
  static func text(_ text: String?) -> TableCell { .text(text ?? "") }
  static func moment(_ instant: Instant?) -> TableCell { instant.map(Self.moment) ?? .text("") }
  static func flag(_ flag: Bool?) -> TableCell { .text(flag.map { $0 ? "yes" : "no" } ?? "") }
  static func number(_ number: Int?) -> TableCell { .text(number.map { String($0) } ?? "") }
}
