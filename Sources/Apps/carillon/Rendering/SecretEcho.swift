import ControlMessages
import Scheduling

/// Takes out of an error what the server repeats of a secret that was sent: ZenML quotes the input that it refuses.
struct SecretEcho {
  /// What was sent and must not be printed.
  let secrets: [String]

  /// What stands before a quoted input, in both of pydantic's forms.
  private static let quotes = ["'input'", "input_value="]

  func removed(from problem: ControlProblem) -> ControlProblem {
    guard !secrets.isEmpty else { return problem }
    var problem = problem
    for quote in Self.quotes {
      // However it is escaped or cut: all of it goes.
      guard let start = problem.message.firstRange(of: quote)?.lowerBound else { continue }
      problem.message = problem.message[..<start] + "… (what was sent is not shown)"
    }
    for secret in secrets { problem.message = problem.message.replacing(secret, with: SecretMembers.mark) }
    return problem
  }
}
