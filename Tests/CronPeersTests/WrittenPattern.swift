import CronOracle

/// A pattern of five fields as it is written, in capitals, taken apart as far as asking for a peer's weak spots needs.
struct WrittenPattern {
  static let layout: [SampleField] = [.minute, .hour, .day, .month, .weekday]

  let text: String
  private let fields: [String]

  init(_ pattern: String) {
    text = pattern.uppercased()
    fields = text.split { " \t\r\n".contains($0) }.map(String.init)
  }

  var isMacro: Bool { text.hasPrefix("@") }

  /// The text of a field; `*` in a macro.
  subscript(field: SampleField) -> String {
    zip(Self.layout, fields).first { $0.0 == field && fields.count == 5 }?.1 ?? "*"
  }

  func items(_ field: SampleField) -> [WrittenItem] {
    self[field].drop { $0 == "+" }.split(separator: ",").map { WrittenItem(text: String($0), field: field) }
  }

  /// True when an item of a field, or of any field, has a property.
  func has(_ fields: SampleField..., property: (WrittenItem) -> Bool) -> Bool {
    (fields.isEmpty ? Self.layout : fields).contains { items($0).contains(where: property) }
  }

  /// True when both day fields say more than `*`.
  var restrictsBothDays: Bool { ![self[.day], self[.weekday]].contains { ["*", "?"].contains($0) } }

  /// True when a field names every value that it has.
  func isComplete(_ field: SampleField) -> Bool {
    let values = Set(items(field).flatMap(\.values))
    return values.count == (field == .day ? 31 : 7)
  }
}

/// An item of a list, in capitals.
struct WrittenItem {
  let text: String
  let field: SampleField

  /// Empty for those that depend on the month.
  var values: [Int] {
    let isMoving = text.contains { "#W?".contains($0) } || text.hasPrefix("L") || field == .weekday && text.hasSuffix("L")
    return isMoving ? [] : NaiveItem(field, "").values(text)
  }

  private var base: Substring { text.prefix { $0 != "/" && $0 != "#" } }

  var step: Int? { text.split(separator: "/").dropFirst().first.flatMap { Int($0) } }

  /// Both ends of `a-b`, as written: 7 stays 7. In day of month `L` is 31.
  var ends: (first: Int, last: Int)? {
    let parts = base.split(separator: "-").map { $0 == "L" && field == .day ? 31 : NaiveItem(field, "").number(String($0)) }
    guard parts.count == 2, let first = parts[0], let last = parts[1] else { return nil }
    return (first, last)
  }

  /// The value of a single one, or where `a/n` begins; 7 stays 7.
  var start: Int? { NaiveItem(field, "").number(String(base)) }

  /// `5-5`, and `7-0`, which is Sunday to Sunday.
  var isEqualRange: Bool { ends.map { $0.first == $0.last || field == .weekday && $0 == (7, 0) } ?? false }
  var isWrap: Bool { ends.map { $0.first > $0.last } ?? false }
}
