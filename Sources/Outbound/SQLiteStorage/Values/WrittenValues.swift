import Scheduling

/// The values of headers and environments as `Trigger.withoutSecrets` lets them be written.
///
/// To tell a reference from a secret a template is parsed, which takes longer than all the rest of writing a claim; most
/// fires of a batch share a few values.
struct WrittenValues {
  private var known: [String: String] = [:]

  /// More different ones are judged each time they come.
  private static let countLimit = 10_000

  mutating func written(_ value: String) -> String {
    if let written = known[value] { return written }
    let written = Self.withoutSecrets(value)
    if known.count < Self.countLimit { known[value] = written }
    return written
  }

  private static func withoutSecrets(_ value: String) -> String {
    let sample = Trigger.command(CommandTrigger(argv: [], env: ["value": value]))
    guard case .command(let command) = sample.withoutSecrets, let written = command.env["value"] else {
      preconditionFailure("a command without secrets is a command with the same names in its environment")
    }
    return written
  }
}
