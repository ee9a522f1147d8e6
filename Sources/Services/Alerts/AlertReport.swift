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
      let waiting = sink.waiting == 1 ? "1 waits" : "\(sink.waiting) wait"
      return "the alert sink \(sink.name) did not take what it was sent last (\(waiting)\(lost)): \(error)"
    }
  }
}
