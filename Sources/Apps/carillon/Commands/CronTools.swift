import ArgumentParser
import Glibc

struct CronTools: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cron",
    abstract: "Compute the fires of many cron expressions, for other programs.",
    discussion: """
      Reads one JSON object per line and answers each with one line, in the same order and at once: \
      {"id", "pattern", "tz", "from", "count", "seed"}. Only pattern is needed. id is any JSON value and comes back; fires lie \
      strictly after from (ISO 8601, UTC unless it says otherwise; default now); tz defaults to UTC; count is 1 to 10000, \
      default 1; seed is what H is hashed from. Other members are ignored, and so are blank lines. A line has at most 1 MiB.

      The answer is {"id", "next": […], "warnings": […]} with instants in UTC, none when it never fires and fewer than asked when \
      years are used up; {"id", "event": "reboot"} for @reboot; or {"id", "error": {"code", "field", "pos", "length", \
      "message"}}. pos and length count UTF-8 bytes of the pattern; for bad-json, bad-from, bad-count and a bad-time-zone of \
      tz they count bytes of the line. An error never ends the batch, nor changes its exit status.

      Example: echo '{"pattern": "30 2 * * *", "tz": "Europe/Berlin"}' | carillon cron --batch
      """)

  @Flag(help: "Answer lines of JSON from standard input on standard output.")
  var batch = false

  func validate() throws {
    if !batch { throw ValidationError("Say --batch; 'carillon next' and 'carillon explain' answer for one expression.") }
  }

  func run() throws {
    let batch = CronBatch(zoneNamed: CommandParts.zone(named:), now: { Moments.fromMachineClock().now })
    let exchange = LineExchange(input: STDIN_FILENO, longestLine: CronBatchRequest.longestLine, write: writeOutput(_:))
    try exchange.run(batch.answer)
  }
}
