import Scheduling
import ZenML

/// What following a run brings.
package enum ZenMLRunSighting: Sendable, Equatable {
  /// The run, when first seen and whenever its status is another. The last one is hydrated, and its phase is not `underWay`.
  ///
  /// - Parameter failure: what the failed step said, for a failed run that gives no reason itself.
  case seen(ZenMLRun, failure: String?)
  /// The run could not be looked at for more than two polls in a row, and why. Told once; what comes next says that it is seen
  /// again.
  case unreachable(String)
  /// The server has answered twice in a row without the run: it was deleted. The last element.
  case vanished
}
