import CivilTime
import ControlMessages

/// `/`: did last night's runs happen, and if not, why?
package struct OverviewPage {
  private let content: OverviewContent
  private let frame: Frame

  package init(_ content: OverviewContent, _ frame: Frame) {
    self.content = content
    self.frame = frame
  }

  private var times: Times { Times(now: frame.now) }

  package var text: String {
    Layout(frame: frame, place: .overview, heading: "Overview").page {
      div(.id("health"), .flag("data-live")) { health }
      div(.class("columns")) {
        div(.class("stack")) {
          section(.class("card"), .id("attention"), .flag("data-live"), .set("aria-labelledby", "attention-title")) { attention }
          section(.class("card"), .id("day"), .flag("data-live"), .set("aria-labelledby", "day-title")) {
            h2(.id("day-title")) { "A day back, a day ahead" }
            Plots.timeline(content.timeline)
            Self.key
          }
          section(.class("card"), .id("recent"), .flag("data-live"), .set("aria-labelledby", "recent-title")) {
            h2(.id("recent-title")) { "Latest rows" }
            Tables.runs("The newest rows of the ledger", content.recent, times)
            p { anchor(.href(.runs)) { "All runs" } }
          }
        }
        div(.class("stack")) {
          section(.class("card"), .id("next"), .flag("data-live"), .set("aria-labelledby", "next-title")) { next }
          section(.class("card"), .id("daemon"), .flag("data-live"), .set("aria-labelledby", "daemon-title")) { daemon }
        }
      }
    }
  }

  private var health: HTML {
    let words = HealthWords(content)
    return section(.class("health \(words.look.rawValue)"), .set("aria-labelledby", "health-title")) {
      h1(.id("health-title")) {
        Marks.shape(words.look)
        span { words.sentence }
      }
      p(.class("lead")) { words.detail }
    }
  }

  private var attention: HTML {
    HTMLBuilder.buildArray([
      h2(.id("attention-title")) { "Needs attention" },
      content.attention.isEmpty
        ? p(.class("empty")) {
          "Nothing. Every run that was due in the last 24 hours is accounted for, and nothing stands in the way of the next."
        }
        : ul(.class("concerns")) { content.attention.map(concern) },
      content.moreAttention > 0 ? p(.class("faint")) { "And \(grouped(content.moreAttention)) more." } : .empty,
    ])
  }

  private func concern(_ item: AttentionItem) -> HTML {
    li {
      Marks.mark(item.kind.look, item.kind.word)
      div(.class("what")) {
        item.link.map { link in strong { anchor(.href(link)) { item.subject } } } ?? strong { item.subject }
        ": \(item.sentence)"
        item.advice.map { advice in span(.class("advice")) { advice } }
      }
      item.at.map { times.relative($0) } ?? span {}
    }
  }

  private var next: HTML {
    HTMLBuilder.buildArray([
      h2(.id("next-title")) { "Next fires" },
      content.next.isEmpty
        ? p(.class("empty")) { "Nothing is due." }
        : Tables.plain("The next fires", ["Schedule", "When"]) {
          content.next.map { entry in
            tr {
              th(.row, .class("name")) { anchor(.href(.schedule(entry.scheduleID))) { entry.schedule } }
              td { Fires.moment(entry.fire, times) }
            }
          }
        },
    ])
  }

  private var daemon: HTML {
    let status = content.status
    let states = status.schedules.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    return HTMLBuilder.buildArray([
      h2(.id("daemon-title")) { "The daemon" },
      Tables.facts([
        ("Schedules", HTML(states.isEmpty ? "none" : states.map { "\(grouped($0.value)) \(Marks.words($0.key))" }.joined(separator: ", "))),
        ("Under way", HTML(counted(status.firesUnderWay, "fire"))),
        ("Running since", times.stamp(status.startedAt)),
        ("Last self-audit", times.stamp(status.lastAudit)),
        ("Server read", status.sync.map { times.stamp($0.lastSuccess) }),
        ("Reports waiting", status.sync == nil ? nil : HTML(grouped(status.reportsWaiting))),
        ("Ledger reaches to", status.retentionHorizon.map { times.stamp($0) }),
      ]),
    ])
  }

  private static let key = p(.class("key")) {
    [OutcomeLook.good, .bad, .missed, .running, .quiet].map { look in Marks.mark(look, look.word) }
    span { "Each bar is a quarter of an hour; heights go with the square root." }
  }
}

extension AttentionItem.Kind {
  var look: OutcomeLook {
    switch self {
    case .red, .failed, .invalid: .bad
    case .missed, .quarantined, .sync, .away, .unbound, .late, .configuration: .missed
    case .waiting: .running
    }
  }

  var word: String {
    switch self {
    case .red: "red"
    case .sync: "stale"
    case .configuration: "to mend"
    default: rawValue
    }
  }
}
