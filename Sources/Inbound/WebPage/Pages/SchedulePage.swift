import ControlMessages

/// `/schedules/{id}`: one schedule, what it did and what it will do.
package struct SchedulePage {
  let content: ScheduleContent
  let frame: Frame
  /// The story of an instant that was asked for.
  let why: WhyMessage?
  /// What was asked for, and what is wrong with it.
  let question: (text: String, problem: String?)

  package init(_ content: ScheduleContent, why: WhyMessage? = nil, question: (text: String, problem: String?) = ("", nil), _ frame: Frame) {
    self.content = content
    self.why = why
    self.question = question
    self.frame = frame
  }

  var item: ScheduleItem { content.line.item }
  var times: Times { Times(now: frame.now) }
  var address: Address { .schedule(item.id) }

  package var text: String {
    Layout(frame: frame, place: .schedules, heading: item.name).page {
      div(.class("stack"), .set("data-events", item.id)) {
        title
        item.warnings.map { warning in p(.class("notice missed")) { warning } }
        div(.class("columns")) {
          div(.class("stack")) {
            WhySection(address: address, question: question, why: why, times: times).html
            historySection
          }
          div(.class("stack")) {
            upcomingSection
            policySection
            recordSection
          }
        }
      }
    }
  }

  private var title: HTML {
    div(.class("stack"), .id("head"), .flag("data-live")) {
      div(.class("title")) {
        h1 { item.name }
        Marks.state(item.state)
        actions
      }
      p(.class("lead")) {
        content.line.words
        item.cronExpression.map { expression in HTMLBuilder.buildArray([HTML(" "), code { expression }]) }
        Marks.tags(item.tags)
      }
      item.reason.map { reason in p(.class("notice \(Marks.look(ofState: item.state).rawValue)")) { reason } }
      pauseNotice
    }
  }

  private var pauseNotice: HTML? {
    item.pause.map { pause in
      p(.class("notice quiet")) {
        "Paused "
        times.stamp(pause.since)
        pause.until.map { until in HTMLBuilder.buildArray([HTML(" until "), times.stamp(until)]) } ?? HTML(", until somebody resumes it")
        "."
      }
    }
  }

  private var actions: HTML? {
    guard frame.viewer.mayOperate else { return nil }
    return div(.class("actions")) {
      Forms.link("Trigger now", address.within("trigger"), "button")
      item.pause == nil
        ? Forms.link("Pause", address.within("pause")) : Forms.link("Resume", address.within("resume"))
      Forms.link("Backfill", address.within("backfill"))
    }
  }

  private var upcomingSection: HTML {
    section(.class("card"), .id("upcoming"), .flag("data-live"), .set("aria-labelledby", "upcoming-title")) {
      h2(.id("upcoming-title")) { upcomingTitle }
      content.upcoming.isEmpty
        ? p(.class("empty")) { "None is to come as things stand." }
        : Tables.plain(
          "Next fires, those that a clock change or a calendar touches are marked",
          ["UTC", item.zoneInForce == "UTC" ? "Note" : item.zoneInForce]
        ) {
          content.upcoming.map(upcomingRow)
        }
    }
  }

  /// What a calendar skips is no fire.
  private var upcomingTitle: String {
    let isSkipped = { (fire: UpcomingFire) in fire.exclusion.map { $0.deferredUntil == nil } ?? false }
    if content.upcoming.isEmpty { return "Next fires" }
    return "Next \(content.upcoming.count) \(content.upcoming.contains(where: isSkipped) ? "due instants" : "fires")"
  }

  private func upcomingRow(_ fire: UpcomingFire) -> HTML {
    tr {
      th(.row) { times.stamp(fire.due) }
      td {
        fire.timeZone == "UTC" ? .empty : HTML(fire.local)
        Fires.notes(fire)
      }
    }
  }

  private var historySection: HTML {
    let oldestFirst = Array(content.history.reversed())
    let started = oldestFirst.filter { $0.startedAt != nil }
    return section(.class("card"), .id("history"), .flag("data-live"), .set("aria-labelledby", "history-title")) {
      h2(.id("history-title")) { "History" }
      p { Marks.strip(oldestFirst.suffix(40)) }
      div(.class("columns even")) {
        Plots.bars("Durations", started, started.map { Times.milliseconds(from: $0.startedAt, to: $0.finishedAt) })
        Plots.bars("Lateness", started, started.map(\.latenessMilliseconds))
      }
      Tables.runs("The newest rows of this schedule", Array(content.history.prefix(25)), times, withSchedule: false)
      p { anchor(.href(Address.runs.with([("schedule", item.id)]))) { "All its runs" } }
    }
  }
}
