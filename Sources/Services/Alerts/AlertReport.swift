import Alerts

/// How alerts stand, for those who ask.
package struct AlertReport: Sendable {
  package struct Sink: Sendable {
    package var name: String
    package var kind: String
    package var waiting: Int
    package var notes: SinkNotes
  }

  /// Oldest first.
  package var open: [OpenCause]
  /// By name.
  package var sinks: [Sink]
  package var expectations: [PendingExpectation]

  /// What needs attention about the sinks themselves, in sentences.
  package var problems: [String] {
    sinks.compactMap { sink in
      guard let error = sink.notes.lastError else { return nil }
      let lost = sink.notes.lost > 0 ? ", \(sink.notes.lost) were given up" : ""
      return "the alert sink \(sink.name) takes no alerts (\(sink.waiting) wait\(lost)): \(error)"
    }
  }
}
