/// What one transport uses at most.
package struct CurlLimits: Sendable, Equatable {
  package static let standard = CurlLimits()

  /// Below the 40 threads in which a ZenML server runs requests by default, so that others get through too.
  package var maximumConnectionsPerHost = 32
  /// Busy ones over all hosts; up to as many idle ones may be kept beside them. Each takes two file descriptors while
  /// busy and one while idle.
  package var maximumConnections = 256
  /// Requests that wait for a connection; one more is refused.
  package var maximumWaiting = 4096
  /// How long an idle connection may be used again. libcurl compares whole seconds and allows one more than it is told: 3 means idle for
  /// less than 4.0 s.
  package var keptConnectionSeconds = 3
  /// All header lines of an answer together, interim and redirecting answers included.
  package var maximumHeaderBytes = 256 * 1024

  package init() {}
}
