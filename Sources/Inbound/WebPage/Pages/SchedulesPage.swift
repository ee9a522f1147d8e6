import ControlMessages

/// `/schedules`: which there are, how they stand, when they are due.
package struct SchedulesPage {
  private let content: SchedulesContent
  private let frame: Frame

  package init(_ content: SchedulesContent, _ frame: Frame) {
    self.content = content
    self.frame = frame
  }

  private var times: Times { Times(now: frame.now) }

  package var text: String {
    Layout(frame: frame, place: .schedules, heading: "Schedules").page {
      div(.class("title")) { h1 { "Schedules" } }
      section(.class("card")) {
        filter
        moreTags
        p(.class("faint"), .set("role", "status")) { found }
        div(.id("list"), .flag("data-live")) {
          content.lines.isEmpty ? p(.class("empty")) { "No schedule is like that." } : list
        }
        Tables.pages(content.page) { address(page: $0) }
      }
    }
  }

  private var filter: HTML {
    let states = content.states.sorted { $0.key < $1.key }.map { (value: $0.key, text: "\(Marks.words($0.key)) (\(grouped($0.value)))") }
    // The one that is filtered by may not be among those that are offered.
    let chosen = content.filter.tag.isEmpty || content.tags.contains(content.filter.tag) ? [] : [content.filter.tag]
    let tags = (chosen + content.tags).map { (value: $0, text: $0) }
    return Forms.get(.schedules, .class("filter")) {
      Forms.field(
        "Search", name: "q", value: content.filter.search, type: "search", more: .set("placeholder", "name, id or kind of trigger"))
      Forms.choices("State", name: "state", value: content.filter.state, [("", "any")] + states)
      Forms.choices("Tag", name: "tag", value: content.filter.tag, [("", "any")] + tags)
      Forms.submit("Filter")
    }
  }

  private var moreTags: HTML? {
    guard content.moreTags > 0 else { return nil }
    let tags = counted(content.moreTags, "more tag")
    return p(.class("faint")) { "There are \(tags) to filter by: choose one in the list below, or end the page's address with ?tag=NAME." }
  }

  private var found: String {
    let all = content.states.values.reduce(0, +)
    return content.page.total == all ? counted(all, "schedule") : "\(grouped(content.page.total)) of \(counted(all, "schedule"))"
  }

  private func address(page: Int) -> Address {
    Address.schedules.with([
      ("q", content.filter.search), ("state", content.filter.state), ("tag", content.filter.tag), ("page", page > 1 ? "\(page)" : nil),
    ])
  }

  private var list: HTML {
    Tables.plain("Schedules", ["Name", "State", "Next fire", "When", "Last outcomes"]) { content.lines.map(row) }
  }

  private func row(_ line: ScheduleLine) -> HTML {
    tr {
      th(.row, .class("name")) {
        anchor(.href(.schedule(line.item.id))) { line.item.name }
        small {
          line.item.trigger.map(Marks.words) ?? "no trigger"
          Marks.tags(line.item.tags)
        }
      }
      td { Marks.state(line.item.state) }
      td { line.next.map { Fires.moment($0, times) } ?? span(.class("faint")) { line.item.reason ?? "–" } }
      td(.class("words")) {
        line.words
        line.item.cronExpression.map { expression in small { code { expression } } }
      }
      td { Marks.strip(line.last) }
    }
  }
}
