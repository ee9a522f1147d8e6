import ArgumentParser
import ControlAPI
import ControlMessages

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a cron expression means, or what is promised for a schedule.",
    discussion: """
      An expression: in words and in its canonical form, with the next five fires and what is surprising about it. A schedule \
      that the daemon knows: how often a fire can run, and which policies are in force.
      Example: carillon explain "0 0 */2 * MON" --tz Europe/Stockholm
      Example: carillon explain nightly-training
      """)

  @Argument(help: ArgumentHelp("A cron expression, or a schedule's name or id.", valueName: "expr|name"), completion: .scheduleNames)
  var subject: String

  @Option(help: ArgumentHelp("The time zone of the expression.", valueName: "zone"))
  var tz: String?

  @Option(help: ArgumentHelp("What H is hashed from: a schedule's name.", valueName: "seed"))
  var seed: String?

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let argument = CronArgument(text: subject, zone: tz, seed: seed)
    if !argument.isMeantAsExpression, let guarantee = try await guarantee() {
      return try daemon.show(guarantee) { _ in GuaranteeText(guarantee: guarantee, screen: .ofOutput).text }
    }
    let explanation: Explanation
    do {
      explanation = try self.explanation(of: argument)
    } catch {
      // A schedule's name may have blanks too.
      guard argument.isMeantAsExpression, let guarantee = try await guaranteeIfAny() else { throw error }
      return try daemon.show(guarantee) { _ in GuaranteeText(guarantee: guarantee, screen: .ofOutput).text }
    }
    try daemon.show(explanation) { ExplanationText(explanation: explanation, moments: $0, screen: .ofOutput).text }
  }

  private func explanation(of argument: CronArgument) throws(ControlProblem) -> Explanation {
    do throws(ControlProblem) {
      return try Explanation(argument, at: Moments.fromMachineClock().now)
    } catch {
      if argument.isMeantAsExpression { throw error }
      throw ControlProblem(error.code, "\(error.message)\nand no daemon was found that may know a schedule of this name")
    }
  }

  /// Nil when no daemon answers: then the text is taken for an expression, however it looks.
  /// Nil when no schedule has that name, or nobody can be asked.
  private func guaranteeIfAny() async throws -> GuaranteeMessage? {
    do {
      return try await guarantee()
    } catch let problem as ControlProblem where problem.code == .ambiguous {
      throw problem
    } catch {
      return nil
    }
  }

  private func guarantee() async throws -> GuaranteeMessage? {
    guard tz == nil, seed == nil else { return nil }
    do {
      return try await daemon.operations().guarantee(subject)
    } catch let problem as ControlProblem where problem.code == .unavailable {
      if daemon.socket != nil || daemon.config != nil { throw problem }
      return nil
    }
  }
}
