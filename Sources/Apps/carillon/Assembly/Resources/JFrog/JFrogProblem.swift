import ControlMessages
import JFrogML

/// What a person is told when JFrog ML says no: what was tried, what came back, what to do.
enum JFrogProblem {
  static func explained<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as JFrogMLError {
      throw problem(error)
    }
  }

  static func problem(_ error: JFrogMLError) -> ControlProblem {
    ControlProblem(code(error.kind), error.description + (advice(error).map { "; \($0)" } ?? ""))
  }

  private static func code(_ kind: JFrogMLError.Kind) -> ControlProblem.Code {
    switch kind {
    case .credentials, .forbidden: .forbidden
    case .notFound: .notFound
    case .conflict, .refused, .ambiguous: .conflict
    case .busy, .unavailable: .unavailable
    case .unexpected: .failure
    }
  }

  /// Nil where the error itself says what to do.
  private static func advice(_ error: JFrogMLError) -> String? {
    switch error.kind {
    case .credentials: "check the token or password in the jfrog section of the configuration"
    case .forbidden: "the account that the jfrog section of the configuration names may not do this"
    case .unavailable: error.status == nil ? "is the server up, and the url in the configuration right?" : "try again later"
    case .busy: "try again later"
    case .notFound, .conflict, .refused, .ambiguous, .unexpected: nil
    }
  }
}
