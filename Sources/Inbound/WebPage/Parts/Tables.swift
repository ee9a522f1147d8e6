import ControlMessages

/// Tables that a screen reader can walk through, and a narrow screen can scroll.
enum Tables {
  /// - Parameter caption: read out first; visible where `isCaptionShown`.
  static func plain(
    _ title: String, _ columns: [String], look: String = "", isCaptionShown: Bool = false, @HTMLBuilder rows: () -> HTML
  ) -> HTML {
    div(.class("scroll"), .set("role", "region"), .label(title), .set("tabindex", "0")) {
      table(.class(look)) {
        caption(.class(isCaptionShown ? "" : "unseen")) { title }
        thead { tr { columns.map { name in th(.column) { name } } } }
        tbody(content: rows)
      }
    }
  }

  /// The rows of the ledger.
  static func runs(_ title: String, _ runs: [RunItem], _ times: Times, withSchedule: Bool = true) -> HTML {
    if runs.isEmpty { return p(.class("empty")) { "No rows." } }
    let columns = ["Due (UTC)", "Outcome"] + (withSchedule ? ["Schedule"] : []) + ["Late", "Took", "Kind", "Why"]
    return plain(title, columns, look: "runs") { runs.map { row($0, times, withSchedule) } }
  }

  private static func row(_ run: RunItem, _ times: Times, _ withSchedule: Bool) -> HTML {
    tr {
      th(.row) { anchor(.href(.run(run.fireID))) { times.stamp(run.due) } }
      td {
        Marks.outcome(run.outcome)
        run.count > 1 ? small(.class("faint")) { " \(grouped(run.count)) instants" } : nil
      }
      withSchedule ? td(.class("name")) { anchor(.href(.schedule(run.scheduleID))) { run.schedule } } : nil
      td(.class("number")) { run.latenessMilliseconds.map(Times.length(milliseconds:)) ?? "–" }
      td(.class("number")) { Times.milliseconds(from: run.startedAt, to: run.finishedAt).map(Times.length(milliseconds:)) ?? "–" }
      td { Marks.words(run.kind) }
      td(.class("why")) { run.reason ?? "" }
    }
  }

  /// Names with their values.
  static func facts(_ facts: [(name: String, value: HTML?)]) -> HTML {
    dl(.class("facts")) {
      facts.compactMap { fact in
        fact.value.map { value in
          div {
            dt { fact.name }
            dd { value }
          }
        }
      }
    }
  }

  static func pages(_ place: PagePlace, _ address: (Int) -> Address) -> HTML? {
    guard place.last > 1 else { return nil }
    return nav(.class("pages"), .label("Pages of the list")) {
      place.index > 1 ? anchor(.href(address(place.index - 1)), .set("rel", "prev")) { "← Previous" } : span(.class("faint")) { "← Previous" }
      span { "Page \(grouped(place.index)) of \(grouped(place.last))" }
      place.index < place.last ? anchor(.href(address(place.index + 1)), .set("rel", "next")) { "Next →" } : span(.class("faint")) { "Next →" }
    }
  }
}
