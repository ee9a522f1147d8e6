import CivilTime

/// Where the models are that runs are expected to bring new versions of.
///
/// Callers may rely on this: nothing is changed by asking, and every call ends, soon when its task is cancelled.
package protocol ModelRegistry: Sendable {
  /// The name of a version of the model that was made at or after `instant`, by the server's clock; nil when there is none.
  func version(of model: String, since instant: Instant) async throws(SourceError) -> String?
}
