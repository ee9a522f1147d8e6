import Scheduling
import ZenML

/// What a fire asks of a run source.
package struct RunRequest: Sendable, Equatable {
  /// Up to 255 characters. Unique in its project for ever: the guard against doubles.
  package var runName: String
  package var configuration: RunConfiguration
  /// On the run from its first moment, beside the configuration's own: what proves later that it is ours.
  package var tag: String
  /// The same for every resend: the server answers it with its first answer (0.98, for 300 s).
  package var key: Identifier
  /// What the run is a part of, for those who trace.
  package var traceparent: String?

  package init(runName: String, configuration: RunConfiguration, tag: String, key: Identifier, traceparent: String? = nil) {
    self.traceparent = traceparent
    self.runName = runName
    self.configuration = configuration
    self.tag = tag
    self.key = key
  }

  /// - Parameter takesTags: false for 0.58, which answers 422 to a field that it does not know.
  package func configuration(takesTags: Bool) -> ZenMLRunConfiguration {
    var request = ZenMLRunConfiguration(
      runName: Self.escaped(runName), stepParameters: configuration.steps.mapValues { $0.members ?? [:] })
    request.parameters = configuration.parameters?.members ?? [:]
    if takesTags { request.tags = configuration.tags + [tag] }
    return request
  }

  /// Names are templates there: `{date}` would be filled in, and an unknown one is an error.
  private static func escaped(_ name: String) -> String {
    name.replacing("{", with: "{{").replacing("}", with: "}}")
  }
}
