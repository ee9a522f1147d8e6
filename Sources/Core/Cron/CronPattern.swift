/// The fields of an expression, as written. A macro is the five fields that it stands for.
struct CronPattern: Hashable, Sendable {
  /// In the order of the text: 5, 6 (seconds first) or 7 (year last).
  let fields: [CronFieldPattern]

  var second: CronFieldPattern? { fields.first { $0.field == .second } }
  var year: CronFieldPattern? { fields.first { $0.field == .year } }

  /// - Parameter field: one of the five that every expression has.
  subscript(field: CronField) -> CronFieldPattern {
    guard let pattern = fields.first(where: { $0.field == field }) else {
      preconditionFailure("an expression of \(fields.count) fields has no \(field.rawValue)")
    }
    return pattern
  }

  /// A wall-clock schedule fires whenever the clock on the wall matches: skipped times are not made up, repeated ones fire twice.
  /// The others, fixed times, fire once a day whatever the clock does.
  var followsWallClock: Bool {
    (second?.startsWithStar ?? false) || self[.minute].startsWithStar || self[.hour].startsWithStar
  }
}
