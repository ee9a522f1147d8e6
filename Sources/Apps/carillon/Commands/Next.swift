import ArgumentParser
import CivilTime
import ControlAPI
import ControlMessages

struct Next: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show when an expression or a schedule is due next.",
    discussion: """
      An expression is computed here; a schedule's timing is asked of the daemon. Instants that a change of the local \
      clock moves, or whose local time comes twice, are marked, and so are those that a schedule's calendars skip or put off.
      Example: carillon next "0 2 * * MON-FRI" --tz Europe/Stockholm --count 3
      """)

  @Argument(help: ArgumentHelp("A cron expression, or a schedule's name or id.", valueName: "expr|name"), completion: .scheduleNames)
  var subject: String

  @Option(help: ArgumentHelp("Show what is due after this time (ISO 8601, UTC unless it says otherwise).", valueName: "time"))
  var from: String?

  @Option(help: ArgumentHelp("The time zone of the expression; a schedule has its own.", valueName: "zone"))
  var tz: String?

  @Option(help: ArgumentHelp("What H in an expression is hashed from: a schedule's name.", valueName: "seed"))
  var seed: String?

  @Option(help: "How many due instants.")
  var count = 5

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    guard (1...1000).contains(count) else { throw ValidationError("--count \(count) is not in 1…1000") }
    do throws(ISO8601ParseError) {
      _ = try from.map { text throws(ISO8601ParseError) in try Instant(iso8601: text) }
    } catch {
      throw ValidationError("--from \(error); write a time such as 2026-11-21T02:00:00Z")
    }
  }

  func run() async throws {
    let timing = try await timing()
    let now = Moments.fromMachineClock().now
    let start = try from.map { try Instant(iso8601: $0) } ?? now
    for warning in timing.warnings { writeError(warning) }
    let due = try await marked(timing.items(after: start, count: count), timing, after: start)
    try daemon.show(ItemList(items: due)) { DueTable(heading: timing.heading(after: start), due: due, moments: $0, screen: .ofOutput).text }
  }

  private func marked(_ due: [DueItem], _ timing: TimingPreview, after start: Instant) async throws -> [DueItem] {
    guard let schedule = timing.scheduleWithCalendars else { return due }
    let operations = try daemon.operations()
    do throws(ControlProblem) {
      var exclusions: [ExclusionItem] = []
      for (from, count) in due.exclusionQuestions(after: start.iso8601) {
        exclusions += try await operations.exclusions(of: schedule, from: from, count: count)
      }
      return due.marked(exclusions)
    } catch {
      // A daemon of an older release has no answer.
      writeError("warning: calendars are not looked at: \(error.message)\n")
      return due
    }
  }

  private func timing() async throws -> TimingPreview {
    do {
      if let preview = try TimingPreview(CronArgument(text: subject, zone: tz, seed: seed)) { return preview }
    } catch {
      // A schedule's name may have blanks too.
      guard tz == nil, seed == nil, let operations = try? daemon.operations() else { throw error }
      do throws(ControlProblem) {
        return try TimingPreview(await operations.schedule(subject))
      } catch let problem {
        throw problem.code == .ambiguous ? problem : error
      }
    }
    if tz != nil { throw misplaced("--tz", "zone") }
    if seed != nil { throw misplaced("--seed", "name") }
    return try TimingPreview(await daemon.operations().schedule(subject))
  }

  private func misplaced(_ option: String, _ what: String) -> ControlProblem {
    ControlProblem(.badRequest, "\(option) goes with an expression; '\(subject)' is none, and a schedule has its own \(what)")
  }
}
