/// Due instants ahead.
enum Fires {
  /// In UTC and, where that is another time, in the schedule's zone; with its start where jitter puts that off.
  static func moment(_ fire: UpcomingFire, _ times: Times) -> HTML {
    HTMLBuilder.buildArray([
      times.stamp(fire.due),
      fire.timeZone == "UTC" ? .empty : small(.class("faint local")) { " \(fire.local) \(fire.timeZone)" },
      start(fire, times),
      notes(fire),
    ])
  }

  private static func start(_ fire: UpcomingFire, _ times: Times) -> HTML {
    guard let start = fire.startsAt else { return .empty }
    return small(.class("faint local")) {
      "starts with jitter: "
      times.stamp(start)
    }
  }

  /// What a change of the clock and a calendar do to it; empty when nothing.
  static func notes(_ fire: UpcomingFire) -> HTML {
    HTMLBuilder.buildArray(
      [change(fire).map { Marks.long(.missed, $0) }, exclusion(fire).map { Marks.long(.quiet, $0) }].compactMap { $0 }.map { mark in
        div { mark }
      })
  }

  private static func exclusion(_ fire: UpcomingFire) -> String? {
    fire.exclusion.map { exclusion in
      (exclusion.deferredUntil.map { "deferred until \($0)" } ?? "skipped") + ": calendar \(exclusion.calendar)"
    }
  }

  private static func change(_ fire: UpcomingFire) -> String? {
    switch fire.clockChange {
    case .moved(let skipped): "clock change: \(skipped) is skipped, so it comes right after"
    case .firstPass: "clock change: the first of two such times"
    case .secondPass: "clock change: the second of two such times"
    case nil: nil
    }
  }
}
