import ControlMessages

/// `/runs`: the ledger.
package struct RunsPage {
  private let content: RunsContent
  private let frame: Frame

  package init(_ content: RunsContent, _ frame: Frame) {
    self.content = content
    self.frame = frame
  }

  /// What a list can be narrowed to: three groups, and each final outcome.
  package static let outcomes = [
    "bad", "missed", "running", "succeeded", "failed", "cancelled", "timed_out", "lost", "rejected", "coalesced", "unbound",
    "skipped_overlap", "skipped_mutex", "skipped_missed_deadline", "skipped_misfire", "skipped_paused", "skipped_calendar",
    "skipped_max_runs", "removed",
  ]

  package var text: String {
    Layout(frame: frame, place: .runs, heading: "Runs").page {
      div(.class("title")) { h1 { "Runs" } }
      section(.class("card")) {
        filter
        div(.id("list"), .flag("data-live")) { Tables.runs("Rows of the ledger, newest due first", content.runs, Times(now: frame.now)) }
        older
      }
    }
  }

  private var filter: HTML {
    let named = ["bad": "anything that failed", "missed": "anything missed", "running": "anything under way"]
    return Forms.get(.runs, .class("filter")) {
      Forms.field(
        "Schedule", name: "schedule", value: content.filter.schedule, hint: nil, type: "search", more: .set("placeholder", "name or id"))
      Forms.choices(
        "Outcome", name: "outcome", value: content.filter.outcome,
        [("", "any")] + Self.outcomes.map { (value: $0, text: named[$0] ?? Marks.words($0)) })
      Forms.choices(
        "Kind", name: "kind", value: content.filter.kind,
        [("", "any")] + ["scheduled", "manual", "backfill", "chained"].map { (value: $0, text: $0) })
      Forms.submit("Filter")
    }
  }

  private var older: HTML? {
    guard content.older != nil || content.filter.skip > 0 else { return nil }
    return nav(.class("pages"), .label("Pages of the list")) {
      content.filter.skip > 0 ? anchor(.href(Self.address(content.filter.newest))) { "← Newest" } : nil
      content.older.map { filter in anchor(.href(Self.address(filter)), .set("rel", "next")) { "Older →" } }
    }
  }

  private static func address(_ filter: RunFilter) -> Address {
    Address.runs.with([
      ("schedule", filter.schedule), ("outcome", filter.outcome), ("kind", filter.kind),
      ("skip", filter.skip > 0 ? "\(filter.skip)" : nil),
    ])
  }
}

extension RunFilter {
  var newest: RunFilter { RunFilter(schedule: schedule, outcome: outcome, kind: kind) }
}
