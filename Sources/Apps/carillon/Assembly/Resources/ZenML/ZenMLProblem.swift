import ControlMessages
import ZenML

/// What a person is told when a ZenML server says no: what was tried, what came back, what to do.
struct ZenMLProblem {
  let problem: ControlProblem

  init(_ error: ZenMLError) {
    let advice = Self.advice(error)
    problem = ControlProblem(Self.code(error.kind), error.description + (advice.map { "; \($0)" } ?? ""))
  }

  static func explained<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let error as ZenMLError {
      throw ZenMLProblem(error).problem
    }
  }

  private static func code(_ kind: ZenMLError.Kind) -> ControlProblem.Code {
    switch kind {
    case .credentials: .forbidden
    case .unavailable: .unavailable
    case .notFound: .notFound
    case .conflict, .refused: .conflict
    case .unexpected: .failure
    }
  }

  /// Nil where the error itself says what to do.
  private static func advice(_ error: ZenMLError) -> String? {
    switch error.kind {
    case .credentials: "check the key, password or token in the server section of the configuration"
    case .unavailable: error.status == nil ? "is the server up, and the url in the configuration right?" : "try again later"
    case .conflict: error.status == 409 ? "another record has the name: take another, or update that one" : nil
    case .notFound, .refused, .unexpected: nil
    }
  }
}
