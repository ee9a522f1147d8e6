/// Due instants ahead.
enum Fires {
  /// In UTC and, where that is another time, in the schedule's zone.
  static func moment(_ fire: UpcomingFire, _ times: Times) -> HTML {
    HTMLBuilder.buildArray([
      times.stamp(fire.due),
      fire.timeZone == "UTC" ? .empty : small(.class("faint local")) { " \(fire.local) \(fire.timeZone)" },
      change(fire).map { words in
        div { Marks.long(.missed, words) }
      } ?? .empty,
    ])
  }

  /// What a change of the clock does to it; nil when nothing.
  static func change(_ fire: UpcomingFire) -> String? {
    switch fire.clockChange {
    case .moved(let skipped): "clock change: \(skipped) is skipped, so it comes right after"
    case .firstPass: "clock change: the first of two such times"
    case .secondPass: "clock change: the second of two such times"
    case nil: nil
    }
  }
}
