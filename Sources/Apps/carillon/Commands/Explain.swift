import ArgumentParser

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a cron expression means.",
    discussion: """
      In words and in its canonical form, with the next five fires and what is surprising about it.
      Example: carillon explain "0 0 */2 * MON" --tz Europe/Stockholm
      """)

  @Argument(help: ArgumentHelp("A cron expression.", valueName: "expr"))
  var expression: String

  @Option(help: ArgumentHelp("The time zone of the expression.", valueName: "zone"))
  var tz: String?

  @Option(help: ArgumentHelp("What H is hashed from: a schedule's name.", valueName: "seed"))
  var seed: String?

  @Flag(help: "Print JSON instead of text.")
  var json = false

  func run() throws {
    let moments = Moments.fromMachineClock()
    let explanation = try Explanation(CronArgument(text: expression, zone: tz, seed: seed), at: moments.now)
    writeOutput(json ? try jsonText(explanation) : ExplanationText(explanation: explanation, moments: moments).text)
  }
}
