import CivilTime

/// What one line of a batch asks for. Members that are not known are passed over.
struct CronBatchRequest {
  /// The JSON value of `id` as it is spelled, which the answer carries back; `null` when it is missing or stands behind a mistake.
  private(set) var id = Array("null".utf8)
  private(set) var pattern: String?
  /// Nil means UTC.
  private(set) var zone: (name: String, range: Range<Int>)?
  /// Fires lie strictly after it; nil means now.
  private(set) var from: Instant?
  /// How many fires.
  private(set) var count = 1
  private(set) var seed: String?
  /// The first thing that is wrong with the line; the pattern and the zone's name are not looked into here.
  private(set) var error: CronBatchError?

  /// So that no answer grows beyond 300 kB.
  static let counts = 1...10_000
  /// In bytes. A pattern has at most 1024.
  static let longestLine = 1 << 20

  private var given: Set<String> = []

  init(_ line: [UInt8]) {
    var reader = JSONLineReader(line)
    do throws(JSONLineError) {
      while let member = try reader.nextMember() { take(member, of: line) }
      if pattern == nil { report(CronBatchError.badJSON, at: line.count..<line.count, "pattern is missing") }
    } catch {
      let end = min(error.position + 1, line.count)
      self.error = CronBatchError(CronBatchError.badJSON, at: min(error.position, end)..<end, error.message)
    }
    if line.count > Self.longestLine {
      error = CronBatchError(
        CronBatchError.badJSON, at: Self.longestLine..<line.count, "the line is longer than \(Self.longestLine) bytes")
    }
  }

  private mutating func take(_ member: JSONLineReader.Member, of line: [UInt8]) {
    guard ["id", "pattern", "tz", "from", "count", "seed"].contains(member.name) else { return }
    guard given.insert(member.name).inserted else {
      return report(CronBatchError.badJSON, at: member.range, "\(member.name) is given twice")
    }
    if member.name == "id" { return id = Array(line[member.range]) }
    if member.value == .null { return }
    if member.name == "count" { return takeCount(member) }
    guard case .string(let text) = member.value else {
      return report(CronBatchError.badJSON, at: member.range, "\(member.name) must be a string")
    }
    switch member.name {
    case "pattern": pattern = text
    case "tz": zone = (text, member.range)
    case "seed": seed = text
    default: takeStart(text, member)
    }
  }

  private mutating func takeCount(_ member: JSONLineReader.Member) {
    guard case .number(let digits) = member.value, let number = Int(digits), Self.counts ~= number else {
      let allowed = "\(Self.counts.lowerBound)…\(Self.counts.upperBound)"
      return report(CronBatchError.badCount, at: member.range, "count must be a whole number in \(allowed)")
    }
    count = number
  }

  private mutating func takeStart(_ text: String, _ member: JSONLineReader.Member) {
    do throws(ISO8601ParseError) {
      from = try Instant(iso8601: text)
    } catch {
      report(CronBatchError.badFrom, at: member.range, "from \(error)")
    }
  }

  private mutating func report(_ code: String, at range: Range<Int>, _ message: String) {
    error = error ?? CronBatchError(code, at: range, message)
  }
}
