import Scheduling

/// What people want to be told, and how often.
package struct AlertRules: Hashable, Sendable {
  /// The names of all sinks; without any nothing is told.
  package var sinks: [String] = []
  /// Where alerts go that say nothing else; nil: to all of them.
  package var standard: [String]?
  package var failed = true
  package var nth: Int?
  package var recovered = true
  package var missed = true
  package var late: Duration?
  package var tooLong: RunLengthLimit?
  /// How long the server may be away.
  package var serverUnreachable: Duration? = unreachableDefault
  /// How long a target may be away that fires wait for.
  package var targetUnreachable: Duration? = unreachableDefault
  /// The store's file system should have so many free bytes; nil: neither that nor a failed write is told.
  package var disk: Int? = diskDefault
  package var health = true
  /// How long until what is still so is told again; nil: never.
  package var reminder: Duration? = reminderDefault
  /// How many a sink is sent within a minute; what is more becomes one summary.
  package var perMinute = perMinuteDefault
  /// Under which people reach the daemon's pages; nil: `why` is a command.
  package var publicURL: String?

  package init() {}

  /// Longer than a restart of a server, shorter than a coffee.
  package static let unreachableDefault: Duration = .seconds(300)
  /// Room for hours of writing, on the smallest of virtual machines.
  package static let diskDefault = 256 << 20
  /// Once a working day.
  package static let reminderDefault: Duration = .seconds(86_400)
  /// More than anybody reads, and below the limits of chat services (Slack: one a second for each webhook).
  package static let perMinuteDefault = 20

  package var isOn: Bool { !sinks.isEmpty }

  /// Where the daemon's own alerts go, and those of schedules that name no sinks.
  package var standardSinks: [String] { standard ?? sinks }

  /// These rules, with what a schedule's file says of its own.
  package func specialised(by own: ScheduleAlerts?) -> AlertRules {
    guard let own else { return self }
    var rules = self
    if let names = own.sinks {
      let known = names.filter(sinks.contains)
      // Files are told of a sink that is not there; elsewhere it is better to tell the usual people than nobody.
      if names.isEmpty || !known.isEmpty { rules.standard = known }
    }
    rules.failed = own.failed ?? failed
    rules.recovered = own.recovered ?? recovered
    rules.missed = own.missed ?? missed
    if let nth = own.nth { rules.nth = nth.value }
    if let late = own.late { rules.late = late.value }
    if let tooLong = own.tooLong { rules.tooLong = tooLong.value }
    return rules
  }
}
