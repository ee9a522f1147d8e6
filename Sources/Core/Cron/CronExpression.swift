import CivilTime

/// A cron expression with its time zone: a set of instants, each a whole second.
///
/// Five fields (minute to day of week), six (seconds first) or seven (year last), or a macro such as `@daily`. The set depends on the text, the
/// zone, the seed of `H` and the zone's rules alone, never on where iteration began. Two expressions are equal when they say the same in
/// different spelling: `0 9 * * MON` and `00 9 ? * 1`. Copies share one immutable storage.
public struct CronExpression: Sendable {
  let storage: Storage

  final class Storage: Sendable {
    /// Nil for `@reboot`.
    let timetable: Timetable?
    let followsWallClock: Bool
    let zone: ZoneRules
    let pattern: CronPattern?
    /// As given: warnings point into it.
    let text: String

    init(parsed: ParsedCronText, text: String) {
      pattern = parsed.pattern
      timetable = pattern.map(Timetable.init)
      followsWallClock = pattern?.followsWallClock ?? false
      zone = parsed.zone
      self.text = text
    }

    /// Nil for `@reboot`.
    var advisor: CronAdvisor? {
      guard let pattern, let timetable else { return nil }
      return CronAdvisor(pattern: pattern, text: text, zone: zone, isSatisfiable: timetable.isSatisfiable)
    }
  }

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: at most 1024 bytes. A prefix `TZ=name` or `CRON_TZ=name` wins over `zone`.
  ///   - zone: whose wall clock the fields speak about.
  ///   - seed: what `H` is hashed from: the project and the name of the schedule. Nil makes an `H` an error.
  ///   - zoneNamed: finds the zone of a prefix by its IANA name; `UTC` is always found.
  /// - Throws: the first problem from the left.
  public init(
    parsing text: String, zone: ZoneRules = .utc, seed: String? = nil, zoneNamed: (String) -> ZoneRules? = { _ in nil }
  ) throws(CronError) {
    let parser = CronTextParser(text: text, zone: zone, seed: seed)
    storage = Storage(parsed: try parser.parse(zoneNamed: zoneNamed), text: text)
  }
}

extension CronExpression {
  /// The zone of the prefix, or the one given.
  public var zone: ZoneRules { storage.zone }

  /// 5, 6 or 7; a macro counts as the five fields that it stands for, `@reboot` as none.
  public var fieldCount: Int { storage.pattern?.fields.count ?? 0 }

  /// `@reboot`: fires once at every start of the service and at no instant.
  public var isReboot: Bool { storage.pattern == nil }

  /// True when no date that exists satisfies the fields, as in `0 0 30 2 *`. False for `@reboot`.
  public var neverFires: Bool { storage.timetable?.isSatisfiable == false }

  /// Why a new schedule with this expression should be refused; nil when it fires. An expression that is already stored carries the same as a
  /// warning.
  /// - Complexity: O(length of the text), at each call.
  public var neverFiresError: CronError? { storage.advisor?.neverFiresError }

  /// What is accepted but surprising, from the left.
  /// - Complexity: O(length of the text), at each call.
  public var warnings: [CronWarning] { storage.advisor?.warnings ?? [] }

  /// True when skipped local times are not made up and repeated ones fire twice: minutes, hours or seconds that begin with `*`.
  public var followsWallClock: Bool { storage.followsWallClock }
}

extension CronExpression: Hashable {
  /// Equal when fields and zone are, whatever the spelling. Seeds do not count: equal `H` fields chose the same values.
  public static func == (left: CronExpression, right: CronExpression) -> Bool {
    left.storage === right.storage || left.storage.pattern == right.storage.pattern && left.zone == right.zone
  }

  /// Agrees with `==`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(storage.pattern)
    hasher.combine(storage.zone)
  }
}
