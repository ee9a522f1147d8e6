import Scheduling
import ZenML

/// What a server starts runs from: a pipeline's snapshot, a build, or a run template.
package struct RunSource: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case snapshot, build
    case runTemplate = "run template"
  }

  package let kind: Kind
  package let id: Identifier
  package let name: String?
  /// What its runs can be told.
  package let parameters: RunParameters

  package var description: String { name.map { "\(kind.rawValue) '\($0)' (\(id))" } ?? "\(kind.rawValue) \(id)" }
}
