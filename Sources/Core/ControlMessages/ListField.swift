/// A field by which a list can be filtered, and perhaps ordered.
package struct ListField: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case text
    /// Compared as a whole only: ids, states, outcomes.
    case word
    /// One of these, and never all but these.
    case reference
    /// `true` or `false`.
    case flag
    /// ISO 8601, or as a ZenML server wants it: `2026-11-21 02:00:00`, in UTC.
    case instant
  }

  package let name: String
  package let kind: Kind
  package let isOrder: Bool

  init(_ name: String, _ kind: Kind, isOrder: Bool = false) {
    self.name = name
    self.kind = kind
    self.isOrder = isOrder
  }

  package var operations: [FieldFilter.Operation] {
    switch kind {
    case .text: [.equals, .notequals, .contains, .startswith, .endswith, .oneof]
    case .word: [.equals, .notequals, .oneof]
    case .reference: [.equals, .oneof]
    case .flag: [.equals]
    case .instant: [.equals, .notequals, .gte, .gt, .lte, .lt]
    }
  }
}

/// The fields of each list: a ZenML server's names where it has the field.
package enum ListFields {
  package static let schedules: [ListField] = [
    ListField("id", .text, isOrder: true), ListField("name", .text, isOrder: true), ListField("source", .word, isOrder: true),
    ListField("state", .word, isOrder: true), ListField("trigger", .word, isOrder: true), ListField("tag", .text),
    ListField("outcome", .word, isOrder: true), ListField("pipeline_id", .word), ListField("orchestrator_id", .word),
    ListField("cron_expression", .text), ListField("time_zone", .text), ListField("active", .flag), ListField("is_archived", .flag),
    ListField("created", .instant, isOrder: true), ListField("updated", .instant, isOrder: true),
    ListField("start_time", .instant, isOrder: true), ListField("end_time", .instant, isOrder: true),
    ListField("due", .instant, isOrder: true), ListField("run_once_start_time", .instant), ListField("catchup", .flag),
    ListField("user", .reference),
  ]

  package static let runs: [ListField] = [
    ListField("id", .reference), ListField("name", .text), ListField("schedule", .reference), ListField("schedule_id", .reference),
    ListField("schedule_name", .text), ListField("tag", .text), ListField("pipeline_id", .word), ListField("kind", .word),
    ListField("outcome", .word), ListField("status", .word), ListField("reason_code", .text), ListField("run_id", .text),
    ListField("due", .instant, isOrder: true), ListField("created", .instant, isOrder: true), ListField("start_time", .instant),
    ListField("end_time", .instant), ListField("in_progress", .flag), ListField("user", .reference),
  ]

  package static let pipelines: [ListField] = [
    ListField("id", .text, isOrder: true), ListField("name", .text, isOrder: true), ListField("kind", .word, isOrder: true),
    ListField("schedule", .text),
  ]
}
