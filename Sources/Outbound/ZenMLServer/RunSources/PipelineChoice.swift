import Scheduling
import ZenML

/// Which pipeline a trigger means.
package enum PipelineChoice: Hashable, Sendable {
  case id(Identifier)
  case named(String)

  /// - Parameters:
  ///   - nameOrID: what the trigger says.
  ///   - scheduled: the schedule's own pipeline, for triggers that name none.
  init?(_ nameOrID: String?, scheduled: Identifier?) {
    switch (nameOrID, scheduled) {
    case (let text?, _): self = Identifier(text).map { .id($0) } ?? .named(text)
    case (nil, let id?): self = .id(id)
    case (nil, nil): return nil
    }
  }

  /// As the server's filters take it.
  var text: String {
    switch self {
    case .id(let id): id.description
    case .named(let name): name
    }
  }
}

extension PipelineChoice {
  /// What a record does not say cannot speak against it.
  func means(_ pipeline: ZenMLReference?) -> Bool {
    switch self {
    case .id(let id): pipeline.map { $0.id == id } ?? true
    case .named(let name): pipeline?.name.map { $0 == name } ?? true
    }
  }
}
