/// A random cron expression, kept in parts so that it can be made smaller.
package struct ExpressionSample: Hashable, Sendable, CustomStringConvertible {
  /// Nil for none: `TZ=Europe/Dublin`.
  var prefix: String?
  /// Stands for all fields: `@daily`.
  var macro: String?
  var fields: [FieldSample]
  /// Between the fields.
  var blank = " "
  /// At both ends.
  var margin = ""

  /// What `H` is hashed from, in every sample.
  package static let seed = "project/nightly"

  package var text: String {
    let body = macro ?? fields.map(\.text).joined(separator: blank)
    return margin + (prefix.map { $0 + blank } ?? "") + body + margin
  }

  package var description: String { "'\(text)'" }
}

extension ExpressionSample {
  static let macros = ["@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually", "@Daily", "@WEEKLY"]

  /// - Parameters:
  ///   - zones: names for a prefix `TZ=` or `CRON_TZ=`; none when empty.
  ///   - counts: how many fields there may be.
  ///   - rareShare: how many fields out of a hundred may hold what only some cron libraries know.
  package static func random(
    zones: [String] = [], fieldCounts counts: [Int] = [5, 5, 5, 6, 7], rareShare: Int = 100, using generator: inout SplitMix64
  ) -> ExpressionSample {
    let layout = SampleField.layout(generator.pick(counts))
    var sample = ExpressionSample(fields: layout.map { FieldSample.random($0, rareShare: rareShare, using: &generator) })
    if generator.isOneOf(percent: 3) { sample.macro = generator.pick(macros) }
    if !zones.isEmpty, generator.isOneOf(percent: 20) {
      sample.prefix = generator.pick(["TZ=", "CRON_TZ="]) + generator.pick(zones)
    }
    sample.blank = generator.pick([" ", " ", " ", " ", "  ", "\t", " \t "])
    sample.margin = generator.pick(["", "", "", "", " ", "\t\r\n"])
    return sample
  }

  /// Midnight on random days; most of the text is about them.
  package static func randomDays(using generator: inout SplitMix64) -> String {
    let fields = [.day, .month, .weekday].map { FieldSample.random($0, rareShare: 100, using: &generator).text }
    return "0 0 " + fields.joined(separator: " ")
  }

  /// Expressions that say less or are written more plainly.
  package var shrunk: [ExpressionSample] {
    var smaller: [ExpressionSample] = []
    func add(_ change: (inout ExpressionSample) -> Void) {
      var changed = self
      change(&changed)
      if changed != self { smaller.append(changed) }
    }
    add { ($0.blank, $0.margin) = (" ", "") }
    add { $0.prefix = nil }
    add { $0.macro = nil }
    if fields.count == 7 { add { $0.fields.removeLast() } }
    if fields.count == 6 { add { $0.fields.removeFirst() } }
    for (index, field) in fields.enumerated() {
      for plainer in field.shrunk { add { $0.fields[index] = plainer } }
    }
    return smaller
  }
}
