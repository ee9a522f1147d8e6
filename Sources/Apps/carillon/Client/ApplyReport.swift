import ControlMessages
import Scheduling

/// What an apply does, or would do.
struct ApplyReport: Codable, Sendable {
  struct Step: Codable, Sendable {
    /// `create`, `update`, `replace`, `archive` or `keep`.
    var action: String
    var schedule: String
    /// The file that wants it; null for what nobody wants any more.
    @ExplicitNull var location: String?
    var changes: [Change]
    /// What kept it from being done.
    @ExplicitNull var error: String?
  }

  struct Change: Codable, Sendable {
    var part: String
    @ExplicitNull var before: String?
    @ExplicitNull var after: String?
  }

  var server: String
  var steps: [Step]

  /// How many steps change something.
  var changes: Int { steps.count { $0.action != "keep" } }
}

extension ApplyReport {
  init(_ plan: ApplyPlan, of server: String) {
    self.init(server: server, steps: plan.steps.map(Step.init))
  }
}

extension ApplyReport.Step {
  init(_ step: ApplyPlan.Step) {
    switch step {
    case .create(let wanted): self.init(action: "create", schedule: wanted.record.name, location: wanted.location, changes: [], error: nil)
    case .update(_, let wanted, let changes): self.init("update", wanted, changes)
    case .replace(_, let wanted, let changes): self.init("replace", wanted, changes)
    case .delete(_, let name): self.init(action: "archive", schedule: name, location: nil, changes: [], error: nil)
    case .keep(_, let name): self.init(action: "keep", schedule: name, location: nil, changes: [], error: nil)
    }
  }

  private init(_ action: String, _ wanted: WantedSchedule, _ changes: [ApplyChange]) {
    let changes = changes.map { ApplyReport.Change(part: $0.part.rawValue, before: $0.before, after: $0.after) }
    self.init(action: action, schedule: wanted.record.name, location: wanted.location, changes: changes, error: nil)
  }
}
