import CivilTime

extension CronExpression: CustomStringConvertible {
  /// The expression in its canonical spelling: numbers for names, single spaces, macros written out, and the zone as a prefix unless it is UTC.
  /// Reading it again, with the same seed and zones, gives an equal expression.
  public var description: String {
    zonePrefix + fieldsText
  }

  /// Nothing for UTC.
  var zonePrefix: String { zone.name == ZoneRules.utc.name ? "" : "TZ=\(zone.name) " }

  /// ``description`` without the zone.
  public var fieldsText: String {
    storage.pattern?.fields.map(\.description).joined(separator: " ") ?? "@reboot"
  }
}

extension CronFieldPattern: CustomStringConvertible {
  var description: String {
    (hasPlus ? "+" : "") + items.map(\.description).joined(separator: ",")
  }
}

extension CronItem: CustomStringConvertible {
  var description: String {
    switch self {
    case .every(let step): "*" + Self.stepText(step)
    case .value(let value): "\(value)"
    case .from(let first, let step): "\(first)/\(step)"
    case .range(let first, let last, let step): "\(first)-\(last)" + Self.stepText(step)
    case .hashed(let item): item.description
    case .lastDay(let offset): offset == 0 ? "L" : "L-\(offset)"
    case .lastWorkday(let offset): offset == 0 ? "LW" : "L-\(offset)W"
    case .nearestWorkday(let day): "\(day)W"
    case .throughLastDay(let first, let step): "\(first)-L" + Self.stepText(step)
    case .nthWeekday(let first, let last, let nth): Self.weekdaysText(first, last) + "#\(nth)"
    case .lastWeekday(let first, let last): first == last ? "\(first)L" : "\(first)-\(last)#L"
    }
  }

  private static func stepText(_ step: Int) -> String { step == 1 ? "" : "/\(step)" }

  private static func weekdaysText(_ first: Int, _ last: Int) -> String { first == last ? "\(first)" : "\(first)-\(last)" }
}

extension HashedItem: CustomStringConvertible {
  var description: String {
    let range = range.map { "(\($0.lowerBound)-\($0.upperBound))" } ?? ""
    return "H" + range + (step.map { "/\($0)" } ?? "")
  }
}
