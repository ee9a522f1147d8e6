/// A random field: its items, before they are joined to a list.
package struct FieldSample: Hashable, Sendable {
  let field: SampleField
  var items: [String]
  /// The `+` in front of a day of week.
  var hasPlus = false

  var text: String { (hasPlus ? "+" : "") + items.joined(separator: ",") }

  static func star(_ field: SampleField) -> FieldSample { FieldSample(field: field, items: ["*"]) }

  /// Fields that say less, the plainest first.
  var shrunk: [FieldSample] {
    if text == "*" { return [] }
    var smaller = [FieldSample.star(field)]
    if hasPlus { smaller.append(FieldSample(field: field, items: items)) }
    for index in items.indices {
      var fewer = self
      fewer.items.remove(at: index)
      if !fewer.items.isEmpty { smaller.append(fewer) }
      for item in Self.simpler(items[index]) {
        var plainer = self
        plainer.items[index] = item
        smaller.append(plainer)
      }
    }
    return smaller
  }

  /// The same item without its step, its `#` or `W`, or the end of its range.
  private static func simpler(_ item: String) -> [String] {
    if let cut = item.firstIndex(where: { "/#(".contains($0) }) { return [String(item[..<cut])] }
    if let cut = item.firstIndex(of: "-") { return [String(item[..<cut])] }
    return item.count > 1 && item.hasSuffix("W") ? [String(item.dropLast())] : []
  }
}

extension FieldSample {
  /// - Parameter rareShare: how many fields out of a hundred may hold what only some cron libraries know; the others hold what all of them do.
  static func random(_ field: SampleField, rareShare: Int, using generator: inout SplitMix64) -> FieldSample {
    let isPlain = !generator.isOneOf(percent: rareShare)
    if generator.isOneOf(percent: starShare(field)) {
      return FieldSample(field: field, items: [isPlain ? "*" : bareStar(field, using: &generator)])
    }
    if !isPlain, field == .day, generator.isOneOf(percent: 15) {
      return FieldSample(field: field, items: [ItemSample.nearestWorkday(using: &generator)])
    }
    let items = (0..<generator.pick([1, 1, 1, 1, 1, 2, 2, 3])).map { _ in
      isPlain ? ItemSample.plain(field, using: &generator) : ItemSample.random(field, using: &generator)
    }
    return FieldSample(field: field, items: items, hasPlus: !isPlain && field == .weekday && generator.isOneOf(percent: 20))
  }

  /// In a hundred.
  private static func starShare(_ field: SampleField) -> Int {
    switch field {
    case .second, .minute: 20
    case .hour: 35
    case .day, .weekday: 45
    case .month, .year: 65
    }
  }

  private static func bareStar(_ field: SampleField, using generator: inout SplitMix64) -> String {
    let isDay = field == .day || field == .weekday
    return generator.pick(isDay ? ["*", "*", "?", "*/1"] : ["*", "*", "*", "*/1"])
  }
}
