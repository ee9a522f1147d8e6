/// What a removal of old runs came to.
package struct CommandPruning: Sendable, Equatable {
  /// The runs that were removed.
  package var removed: [String]
  /// What should have gone and did not, and why; it is tried again the next time.
  package var failures: [CommandRunError]

  package init(removed: [String] = [], failures: [CommandRunError] = []) {
    self.removed = removed
    self.failures = failures
  }
}
