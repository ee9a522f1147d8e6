/// Something that schedules start: a ZenML pipeline or snapshot, an HTTP API, a command, a model.
package struct PipelineItem: Codable, Sendable, Equatable {
  /// A ZenML pipeline's own id where it is known; otherwise made from kind and name, and the same for ever.
  package var id: String
  /// How its triggers name it, without secrets.
  package var name: String
  /// The kind of the triggers.
  package var kind: String
  /// The schedules that start it, by name.
  package var schedules: [ScheduleReference]
  /// When the next of them is due.
  @ExplicitNull package var nextDue: String?
  /// Since when the oldest revision in force of those schedules is answered for.
  @ExplicitNull package var created: String?

  package struct ScheduleReference: Codable, Sendable, Equatable {
    package var id: String
    package var name: String
    package var state: String

    package init(id: String, name: String, state: String) {
      self.id = id
      self.name = name
      self.state = state
    }
  }

  enum CodingKeys: String, CodingKey {
    case id, name, kind, schedules, created
    case nextDue = "next_due"
  }

  package init(id: String, name: String, kind: String, schedules: [ScheduleReference], nextDue: String?, created: String?) {
    self.id = id
    self.name = name
    self.kind = kind
    self.schedules = schedules
    self.nextDue = nextDue
    self.created = created
  }
}
