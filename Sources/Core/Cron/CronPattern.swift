/// The fields of an expression, as written. A macro is the five fields that it stands for.
struct CronPattern: Hashable, Sendable {
  /// In the order of the text: 5, 6 (seconds first) or 7 (year last).
  let fields: [CronFieldPattern]

  var second: CronFieldPattern? { fields.count > 5 ? fields[0] : nil }
  var year: CronFieldPattern? { fields.count > 6 ? fields[6] : nil }

  /// - Parameter field: one of the five that every expression has.
  subscript(field: CronField) -> CronFieldPattern {
    fields[index(of: field)]
  }

  /// Where the field stands among those written.
  /// - Precondition: the expression has the field.
  func index(of field: CronField) -> Int {
    let minute = fields.count > 5 ? 1 : 0
    switch field {
    case .second: return 0
    case .minute: return minute
    case .hour: return minute + 1
    case .dayOfMonth: return minute + 2
    case .month: return minute + 3
    case .dayOfWeek: return minute + 4
    case .year: return 6
    }
  }

  /// ``CronFieldPattern/bits`` of a field, without a copy of its pattern.
  func bits(of field: CronField) -> UInt64 { fields[index(of: field)].bits }

  /// A wall-clock schedule fires whenever the clock on the wall matches: skipped times are not made up, repeated ones fire twice.
  /// The others, fixed times, fire once a day whatever the clock does.
  var followsWallClock: Bool {
    // Seconds, when they are written, minutes and hours.
    fields[...index(of: .hour)].contains(where: \.startsWithStar)
  }
}
