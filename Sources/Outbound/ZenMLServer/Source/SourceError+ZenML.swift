import Seams
import ZenML

extension SourceError {
  init(_ error: ZenMLError) {
    let kind: Kind =
      switch error.kind {
      case .credentials: .credentials
      case .unavailable: .unavailable
      case .notFound: .notFound
      case .conflict, .refused, .unexpected: .unexpected
      }
    self.init(kind, error.description, retryAfter: error.retryAfter)
  }
}
