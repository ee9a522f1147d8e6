/// What an alert is about: stable over releases, in files, messages and documents.
package enum AlertKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// A fire has failed, timed out or was rejected, and the schedule's last one had not.
  case failed
  /// So many fires in a row have failed.
  case nth
  /// What was told is over.
  case recovered
  /// A fire was not started in time.
  case late
  /// A due instant was not started at all, or nobody knows what became of it.
  case missed
  /// A run goes on for longer than it should.
  case tooLong = "too_long"
  /// A run succeeded, and what it should have brought is not there.
  case expectation
  case serverUnreachable = "server_unreachable"
  /// Fires wait for a target that does not answer.
  case targetUnreachable = "target_unreachable"
  /// The store cannot be written, or its file system is nearly full.
  case disk
  /// The daemon does not keep its promise.
  case health
  /// A sink has taken nothing for long: the others are told.
  case sinkTakesNothing = "sink_takes_nothing"
  /// What a sink was spared, or was given up.
  case summary
  /// Somebody wants to see whether alerts arrive.
  case test
}
