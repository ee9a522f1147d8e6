/// The alerts that are open, and how their sinks are.
package struct AlertsMessage: Codable, Sendable, Equatable {
  /// Oldest first.
  package var items: [AlertItem]
  package var sinks: [AlertSinkItem]

  package init(items: [AlertItem], sinks: [AlertSinkItem]) {
    (self.items, self.sinks) = (items, sinks)
  }
}

/// One open alert.
package struct AlertItem: Codable, Sendable, Equatable {
  /// The matter that it is about: `failing/<schedule id>`, `disk`.
  package var cause: String
  package var kind: String
  package var code: String
  package var sentence: String
  @ExplicitNull package var schedule: String?
  @ExplicitNull package var scheduleID: String?
  @ExplicitNull package var fireID: String?
  @ExplicitNull package var due: String?
  package var since: String
  /// When somebody was told, last.
  @ExplicitNull package var lastTold: String?
  package var count: Int
  package var sinks: [String]
  package var why: String

  enum CodingKeys: String, CodingKey {
    case cause, kind, code, sentence, schedule, due, since, count, sinks, why
    case scheduleID = "schedule_id"
    case fireID = "fire_id"
    case lastTold = "last_told"
  }

  package init(cause: String, kind: String, code: String, sentence: String, since: String, count: Int, sinks: [String], why: String) {
    (self.cause, self.kind, self.code, self.sentence) = (cause, kind, code, sentence)
    (self.since, self.count, self.sinks, self.why) = (since, count, sinks, why)
  }
}

/// How a sink is.
package struct AlertSinkItem: Codable, Sendable, Equatable {
  package var name: String
  /// `webhook`, `email` or `command`.
  package var kind: String
  /// Alerts that it has not taken yet.
  package var waiting: Int
  @ExplicitNull package var lastDelivery: String?
  /// What it said when it last did not take one; null: it did.
  @ExplicitNull package var error: String?
  /// Given up since its last delivery.
  package var lost: Int

  enum CodingKeys: String, CodingKey {
    case name, kind, waiting, error, lost
    case lastDelivery = "last_delivery"
  }

  package init(name: String, kind: String, waiting: Int, lastDelivery: String?, error: String?, lost: Int) {
    (self.name, self.kind, self.waiting, self.lost) = (name, kind, waiting, lost)
    self.lastDelivery = lastDelivery
    self.error = error
  }
}

/// The body of `POST /api/v1/alerts/test`.
package struct AlertTestRequest: Codable, Sendable, Equatable {
  /// Null: all.
  @ExplicitNull package var sink: String?

  package init(sink: String? = nil) { self.sink = sink }
}

/// What each sink said to a test.
package struct AlertTestMessage: Codable, Sendable, Equatable {
  package struct Answer: Codable, Sendable, Equatable {
    package var sink: String
    package var kind: String
    package var isTaken: Bool
    /// In words.
    package var answer: String

    enum CodingKeys: String, CodingKey {
      case sink, kind, answer
      case isTaken = "taken"
    }

    package init(sink: String, kind: String, isTaken: Bool, answer: String) {
      (self.sink, self.kind, self.isTaken, self.answer) = (sink, kind, isTaken, answer)
    }
  }

  package var answers: [Answer]

  package init(answers: [Answer]) { self.answers = answers }
}
