/// Puts the seconds, minutes and hours of an expression into words.
struct CronTimeExplainer {
  private let second: CronFieldPattern?
  private let minute: CronFieldPattern
  private let hour: CronFieldPattern

  /// More times of day than this are described by their rule, not one by one.
  private static let listedTimes = 6

  init(pattern: CronPattern) {
    // Second 0 is what every minute means anyway.
    second = pattern.second.flatMap { $0.singleValues == [0] ? nil : $0 }
    minute = pattern[.minute]
    hour = pattern[.hour]
  }

  var words: String {
    if let times = listedTimes { return times }
    if let range = minutesOfOneHour ?? minuteOfManyHours { return range }
    var parts: [String] = []
    if let second { parts.append(UnitWords.seconds.words(second)) }
    if let minutes = minuteWords { parts.append(minutes) }
    if let hours = hourWords { parts.append(hours) }
    return parts.joined(separator: ", ")
  }
}

extension CronTimeExplainer {
  /// `at 08:00, 12:00 and 18:00`: few single times.
  private var listedTimes: String? {
    let seconds = second.map(\.singleValues) ?? [0]
    guard let seconds, seconds.count == 1, let minutes = minute.singleValues, let hours = hourValues,
      minutes.count * hours.count <= Self.listedTimes || minutes.count == 1 && hour.items.count > 1
    else { return nil }
    let times = hours.flatMap { hour in
      minutes.map { EnglishWords.clock(hour: hour, minute: $0, second: seconds[0]) }
    }
    let isHashed = [second, minute, hour].contains { $0?.isHashed ?? false }
    return "at \(EnglishWords.list(times))\(isHashed ? " (hashed)" : "")"
  }

  /// Single hours as written, or those of a step that is uneven or wraps and has no better words.
  private var hourValues: [Int]? {
    if let values = hour.singleValues { return values }
    guard hour.items.count == 1 else { return nil }
    if case .range(let first, let last, let step) = hour.items[0], step > 1, first > last { return CronItem.values(of: hour.bits) }
    return SteppedSequence(hour.items[0], in: .hour)?.isUneven == true ? CronItem.values(of: hour.bits) : nil
  }

  /// `every minute between 01:00 and 01:30`.
  private var minutesOfOneHour: String? {
    guard second == nil, minute.items.count == 1, case .range(let first, let last, step: 1) = minute.items[0], first < last,
      let hours = hour.singleValues, hours.count == 1
    else { return nil }
    let ends = [first, last].map { EnglishWords.clock(hour: hours[0], minute: $0) }
    return "every minute between \(ends[0]) and \(ends[1])"
  }

  /// `every hour, between 08:30 and 10:30`: the first and the last time, not the end of the last hour.
  private var minuteOfManyHours: String? {
    guard second == nil, let minutes = minute.singleValues, minutes.count == 1, hour.items.count == 1,
      case .range(let first, let last, step: 1) = hour.items[0], first != last
    else { return nil }
    let ends = [first, last].map { EnglishWords.clock(hour: $0, minute: minutes[0]) }
    return "every hour, between \(ends[0]) and \(ends[1])" + (minute.isHashed ? " (hashed)" : "")
  }

  /// Nil when the minutes go without saying.
  private var minuteWords: String? {
    if minute.isBareStar, second != nil { return nil }
    if minute.singleValues == [0], second == nil, saysEveryHour { return nil }
    return UnitWords.minutes.words(minute)
  }

  /// `every hour`, `every 2 hours`: words that mean the full hour.
  private var saysEveryHour: Bool {
    hour.isBareStar || hour.items.count == 1 && (SteppedSequence(hour.items[0], in: .hour)?.coversField ?? false)
  }

  /// Nil when the hours go without saying.
  private var hourWords: String? {
    if hour.isBareStar { return minute.singleValues == [0] && second == nil ? "every hour" : nil }
    guard hour.items.count == 1 else { return "at \(EnglishWords.list(hour.items.flatMap(Self.stretches)))" }
    guard let sequence = SteppedSequence(hour.items[0], in: .hour) else { return Self.between(hour.items[0]) }
    let hashed = hour.isHashed ? " (hashed)" : ""
    if sequence.isUneven || sequence.step > sequence.distance {
      return "in hours \(EnglishWords.list(CronItem.values(of: hour.bits).map(String.init)))\(hashed)"
    }
    let every = "every \(EnglishWords.count(sequence.step, "hour"))"
    if sequence.coversField {
      return sequence.first == 0 ? every + hashed : "\(every), starting at \(EnglishWords.clock(hour: sequence.first))\(hashed)"
    }
    return "\(every), \(Self.between(.range(sequence.first, sequence.first + sequence.distance, step: 1)))\(hashed)"
  }

  /// `between 09:00 and 17:59`.
  private static func between(_ item: CronItem) -> String {
    switch item {
    case .range(let first, let last, step: 1): between(first, last)
    case .value(let hour): between(hour, hour)
    case .hashed(let item): "\(between(item.chosen, item.chosen)) (hashed)"
    default: "at \(EnglishWords.list(stretches(item)))"
    }
  }

  private static func between(_ first: Int, _ last: Int) -> String {
    "between \(EnglishWords.clock(hour: first)) and \(EnglishWords.clock(hour: last, minute: 59))"
  }

  /// `00:00 through 06:59`, one for each run of hours that an item allows.
  private static func stretches(_ item: CronItem) -> [String] {
    if case .range(let first, let last, step: 1) = item { return [stretch(first, last)] }
    return CronItem.values(of: item.bits(in: .hour) ?? 0).map { stretch($0, $0) }
  }

  private static func stretch(_ first: Int, _ last: Int) -> String {
    "\(EnglishWords.clock(hour: first)) through \(EnglishWords.clock(hour: last, minute: 59))"
  }
}

extension EnglishWords {
  /// `09:30`, and `09:30:15` when there are seconds.
  static func clock(hour: Int, minute: Int = 0, second: Int = 0) -> String {
    let parts = second == 0 ? [hour, minute] : [hour, minute, second]
    return parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
