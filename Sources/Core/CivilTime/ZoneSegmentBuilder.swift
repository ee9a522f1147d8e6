/// Turns a TZif file's transitions, and its rule for the future, into a gapless table of segments.
struct ZoneSegmentBuilder {
  private(set) var segments: [ZoneSegment] = []
  private(set) var types: [ZoneOffset]
  private let data: TZifData

  /// The rule for the future is written out to the last year that a cron expression can name (2199), so that nearly every look-up is one
  /// binary search; after that it is computed.
  private static let lastTableYear: Int64 = 2_199
  /// A file without transitions has used its rule for ever; it is written out from this year on.
  private static let firstRuleYear: Int64 = 1_900
  /// zic writes changes out to 2037 (and beyond for irregular ones) only in zones that go on changing.
  private static let farFuture = CivilCalendar.dayNumber(year: 2_037, month: 1, day: 1) * CivilCalendar.secondsPerDay

  init(_ data: TZifData) {
    self.data = data
    types = data.types
  }

  /// True when the table ends and the rule goes on.
  var hasOpenEnd: Bool { data.footer?.daylight != nil }

  /// True when the zone goes on changing its clock. Known once the table is built.
  var observesDaylight: Bool { hasOpenEnd || (segments.last?.start ?? 0) >= Self.farFuture }

  mutating func build() {
    var transitions = zip(data.times, data.typeIndexes).map { ZoneTransition(seconds: $0, offset: data.types[$1]) }
    transitions.append(contentsOf: ruleTransitions())
    var end = ZoneSegment.endOfTime
    if hasOpenEnd, let last = transitions.popLast() { end = last.seconds }
    append(transitions, end: end)
    if hasOpenEnd { nameOffsetsOfRule() }
  }

  /// Look-ups beyond the table find the rule's offsets among the types, also when the table never came to them.
  private mutating func nameOffsetsOfRule() {
    for offset in [data.footer?.standard, data.footer?.daylight?.offset].compactMap(\.self) { _ = index(of: offset) }
  }

  /// The rule's changes after the last transition of the file.
  private func ruleTransitions() -> [ZoneTransition] {
    guard let footer = data.footer else { return [] }
    let last = data.times.last ?? .min
    let lastDay = last.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay)
    let firstYear = max(CivilCalendar.date(ofDay: lastDay).year, Self.firstRuleYear)
    let years = firstYear...max(firstYear, Self.lastTableYear)
    return footer.transitions(inYears: years).filter { $0.seconds > last }
  }

  private mutating func append(_ transitions: [ZoneTransition], end: Int64) {
    var start = ZoneSegment.beginningOfTime
    // Type 0 is in force before the first transition; a file without transitions is its rule (RFC 9636, 3.2 and 3.3).
    var current = data.times.isEmpty ? data.footer?.standard ?? data.types[0] : data.types[0]
    var mark = ZoneSegment.beginningOfTime
    // Some files end with a change to the same offset; it is none.
    for transition in transitions where transition.offset != current {
      append(start: start, end: transition.seconds, mark: mark, offset: current)
      mark = max(mark, transition.seconds + Int64(current.seconds))
      (start, current) = (transition.seconds, transition.offset)
    }
    append(start: start, end: end, mark: mark, offset: current)
  }

  private mutating func append(start: Int64, end: Int64, mark: Int64, offset: ZoneOffset) {
    guard start < end else { return }
    segments.append(
      ZoneSegment(
        start: start, end: end, highWaterMark: mark, offset: Int32(offset.seconds), type: index(of: offset)))
  }

  private mutating func index(of offset: ZoneOffset) -> UInt16 {
    if let index = types.firstIndex(of: offset) { return UInt16(index) }
    types.append(offset)
    return UInt16(types.count - 1)
  }
}
