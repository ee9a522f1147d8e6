import CivilTime
import Cron

/// Bytes that may be a zone file, and an instant; what the reader makes of the bytes has to answer every question.
package struct ZoneSample: Sendable, CustomStringConvertible {
  let bytes: [UInt8]
  let instant: Instant

  package var description: String {
    let hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "\(bytes.count) bytes \(hexadecimal) at \(instant)"
  }

  /// What TZif files are made of: headers, extreme counts and times, rules.
  private static let pieces: [[UInt8]] =
    [
      "TZif", "TZif2", "\n", "\nCET-1CEST,M3.5.0,M10.5.0/3\n", "<-03>3", "J365/25", ",0/0,J365/25", "/-167", "/167", "M2.5.6", ",M12.5.0",
    ].map { Array($0.utf8) } + [
      [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0, 0, 0, 0, 0], [0, 0, 1, 0],
      [0x0f, 0xff, 0xff, 0xff],
      [0, 1, 0x6d, 0xa7], [0xff, 0xfe, 0xa0, 0x71],
    ]

  private static let patterns = ["30 2 * * *", "*/7 */5 29 2 *", "0 0 31 12 +5", "59 59 23 L * * 2199"]

  package static func random(from files: [[UInt8]], using generator: inout SplitMix64) -> ZoneSample {
    let bytes = randomBytes(from: files, using: &generator)
    return ZoneSample(bytes: bytes, instant: Instant(secondsSinceEpoch: .random(in: -1 << 33...1 << 36, using: &generator)))
  }

  /// Random bytes, or one of the files, damaged: often so that its layout stays, or in its rule for the future alone.
  private static func randomBytes(from files: [[UInt8]], using generator: inout SplitMix64) -> [UInt8] {
    let bytes = generator.pick(files)
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return Array("TZif".utf8) + ByteMutation.random(length: 0...256, using: &generator)
    case 1: return ByteMutation.mutate(bytes, pieces: pieces, using: &generator)
    case 2...5: return ByteMutation.overwrite(bytes, using: &generator)
    default:
      let rule = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      let isDamaged = generator.isOneOf(percent: 25)
      let new = isDamaged ? ByteMutation.mutate(Array(bytes[rule...]), pieces: pieces, using: &generator) : randomRule(using: &generator)
      return bytes[..<rule] + new
    }
  }

  /// A good rule that nobody would make: any offsets, changes on any days, at hours before and after them.
  private static func randomRule(using generator: inout SplitMix64) -> [UInt8] {
    let offsets = (0..<2).map { _ in "\(Int.random(in: -24...24, using: &generator)):\(generator.pick(["00", "30", "59"]))" }
    let moments = (0..<2).map { _ in randomDay(using: &generator) + "/\(Int.random(in: -167...167, using: &generator))" }
    return Array("AAA\(offsets[0])<+B1>\(offsets[1]),\(moments[0]),\(moments[1])\n".utf8)
  }

  private static func randomDay(using generator: inout SplitMix64) -> String {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: return "J\(Int.random(in: 1...365, using: &generator))"
    case 1: return "\(Int.random(in: 0...365, using: &generator))"
    default:
      let parts = [1...12, 1...5, 0...6].map { "\(Int.random(in: $0, using: &generator))" }
      return "M" + parts.joined(separator: ".")
    }
  }
}

extension ZoneSample {
  /// True when the bytes are a zone file in spite of all.
  package var isZone: Bool { (try? ZoneRules(name: "Test/Zone", tzif: bytes)) != nil }

  /// Nil when all is well: the bytes are refused, or look-ups agree with each other and expressions in the zone keep their promises.
  package var problem: String? {
    guard let zone = try? ZoneRules(name: "Test/Zone", tzif: bytes) else { return nil }
    for instant in [Instant.distantPast, instant, .distantFuture] {
      let civil = zone.civil(at: instant)
      if civil.localSeconds - instant.secondsSinceEpoch != Int64(zone.offset(at: instant).seconds) { return "two offsets at \(instant)" }
      if !Self.isShown(at: instant, in: zone) { return "its own wall clock, \(civil), never comes at \(instant)" }
    }
    for pattern in Self.patterns {
      guard let expression = try? CronExpression(parsing: pattern, zone: zone) else { return "'\(pattern)' is refused" }
      if let problem = Self.problem(in: expression, instant) { return "'\(pattern)': \(problem)" }
    }
    return nil
  }

  private static func isShown(at instant: Instant, in zone: ZoneRules) -> Bool {
    let second = Instant(secondsSinceEpoch: instant.secondsSinceEpoch)
    switch zone.resolve(zone.civil(at: instant)) {
    case .single(let found): return found == second
    case .skipped: return false
    case .repeated(let earlier, let later): return earlier <= second && second <= later
    }
  }

  private static func problem(in expression: CronExpression, _ instant: Instant) -> String? {
    guard let next = expression.next(after: instant) else { return nil }
    if next <= instant { return "the fire after \(instant) is \(next)" }
    if expression.next(after: next - .seconds(1)) != next { return "\(next) does not follow the second before it" }
    guard let previous = expression.previous(before: next) else { return nil }
    if previous > instant { return "\(previous) lies between \(instant) and \(next)" }
    return expression.next(after: previous) == next ? nil : "\(previous) precedes \(next), which does not follow it"
  }
}
