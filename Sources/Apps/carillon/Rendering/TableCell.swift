import CivilTime

/// What stands in a table of records.
enum TableCell: Sendable, Equatable {
  case text(String)
  case moment(Instant)
  /// A word with a colour of its own.
  case toned(String, Palette.Tone?)
  /// The same thing at length and in short.
  case either(String, short: String)

  /// In full, or as short as it makes sense.
  func text(_ moments: Moments, isShort: Bool) -> String {
    switch self {
    case .text(let text), .toned(let text, _): text
    case .moment(let instant): isShort ? moments.distance(to: instant) : moments.moment(instant)
    case .either(let long, let short): isShort ? short : long
    }
  }

  var tone: Palette.Tone? {
    if case .toned(_, let tone) = self { tone } else { nil }
  }
}

extension TableCell {
  /// Empty for nil.
  static func text(_ text: String?) -> TableCell { .text(text ?? "") }
  static func moment(_ instant: Instant?) -> TableCell { instant.map(Self.moment) ?? .text("") }
  static func flag(_ flag: Bool?) -> TableCell { .text(flag.map { $0 ? "yes" : "no" } ?? "") }
  static func number(_ number: Int?) -> TableCell { .text(number.map { String($0) } ?? "") }

  /// A time as the daemon wrote it; as it is when it is none.
  static func moment(iso8601: String?) -> TableCell {
    guard let iso8601 else { return .text("") }
    guard let instant = try? Instant(iso8601: iso8601) else { return .text(iso8601) }
    return .moment(instant)
  }

  /// A time as the daemon wrote it; its distance where there is no room.
  static func plainMoment(_ text: String, _ moments: Moments) -> TableCell {
    guard let instant = try? Instant(iso8601: text) else { return .text(text) }
    return .either(text, short: moments.distance(to: instant))
  }

  static func outcome(_ outcome: String?) -> TableCell { .toned(outcome ?? "-", .of(outcome: outcome)) }
  static func state(_ state: String) -> TableCell { .toned(state, .of(state: state)) }
}
