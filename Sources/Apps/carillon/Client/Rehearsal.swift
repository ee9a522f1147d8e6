import CivilTime
import ControlMessages
import Foundation
import ScheduleFiles
import Scheduling

/// The schedules of files with the limits under which they would run.
struct Rehearsal {
  let schedules: [Schedule]
  let limits: DispatchLimits

  /// - Throws: when a file cannot be used as it stands: what is left out would make every figure wrong.
  init(check: FileCheck) throws {
    let (catalog, limits, problems) = check.read()
    guard problems.isEmpty else {
      throw ControlProblem(
        .badRequest, "nothing was simulated: \(problems.count) problems; 'carillon check' shows all; the first: \(problems[0].sentence)")
    }
    if !catalog.calendars.areKnown, let first = catalog.schedules.first(where: { !$0.policy.calendars.isEmpty }) {
      let place = "\(first.location): schedule '\(first.name)'"
      throw ControlProblem(
        .badRequest, "nothing was simulated: \(place) names calendars, and no configuration was read that defines them; give --config")
    }
    guard !catalog.schedules.isEmpty else { throw ControlProblem(.badRequest, "there is no schedule in these files") }
    self.limits = limits
    schedules = Schedule.all(catalog.schedules.lazy.map(\.definition), zoneNamed: CommandParts.zone(named:))
  }

  /// - Parameter reached: is told now and then which instant it has come to.
  func report(from start: Instant, days: Int, runTime: Duration, reached: (SimulationReport.Progress) -> Void = { _ in }) async
    -> SimulationReport
  {
    let options = ScheduleSimulation.Options(runTime: runTime, limits: limits, parts: ProcessInfo.processInfo.activeProcessorCount)
    let simulation = ScheduleSimulation(
      schedules, from: start, to: start.advanced(by: .seconds(Int64(days) * 86_400)), options: options)
    return await simulation.run(reached: reached)
  }
}

/// A simulation as `simulate --json` gives it.
struct SimulationItem: Codable, Sendable {
  struct Peak: Codable, Sendable {
    var at: String
    var count: Int
  }

  /// A limit that fires came to.
  struct CapHit: Codable, Sendable {
    /// Its key in the configuration.
    var limit: String
    var value: Int
    /// Whose fires it counts.
    var scope: String
    /// How many fires had to wait for it first, however shortly.
    var count: Int
    var firstAt: String

    enum CodingKeys: String, CodingKey {
      case limit, value, scope, count
      case firstAt = "first_at"
    }
  }

  var from: String
  var to: String
  var schedules: Int
  var starts: Int
  /// Due instants that were not started, by outcome.
  var skipped: [String: Int]
  /// The most starts within one second.
  @ExplicitNull var peakSecond: Peak?
  /// The instant at which most schedules are due, whether they start then or are skipped.
  @ExplicitNull var largestHerd: Peak?
  /// The minutes with most starts, busiest first.
  var busiestMinutes: [Peak]
  /// Starts that limits, the overlap policy or a mutex held back for a second or more.
  var delayed: Int
  var longestDelayMilliseconds: Int64
  /// Those that held back most first.
  var capsHit: [CapHit]
  var startsByMinute: [Int]

  enum CodingKeys: String, CodingKey {
    case from, to, schedules, starts, skipped, delayed
    case peakSecond = "peak_second"
    case largestHerd = "largest_herd"
    case busiestMinutes = "busiest_minutes"
    case longestDelayMilliseconds = "longest_delay_ms"
    case capsHit = "caps_hit"
    case startsByMinute = "starts_by_minute"
  }

  private static let listedMinutes = 5

  init(_ report: SimulationReport, schedules: Int) {
    from = report.from.iso8601
    to = report.to.iso8601
    self.schedules = schedules
    starts = report.starts
    skipped = Dictionary(uniqueKeysWithValues: report.skipped.map { ($0.rawValue, $1) })
    peakSecond = report.peak.map { Peak(at: $0.at.iso8601, count: $0.count) }
    largestHerd = report.largestHerd.map { Peak(at: $0.due.iso8601, count: $0.count) }
    delayed = report.delayed
    longestDelayMilliseconds = report.longestDelay.microseconds / 1000
    capsHit = report.limitHolds.map {
      CapHit(limit: $0.key, value: $0.limit, scope: $0.scope, count: $0.count, firstAt: $0.first.roundedDownToSecond.iso8601)
    }
    startsByMinute = report.startsByMinute
    let busiest = startsByMinute.indices.filter { report.startsByMinute[$0] > 0 }
      .sorted { (report.startsByMinute[$1], $0) < (report.startsByMinute[$0], $1) }.prefix(Self.listedMinutes)
    busiestMinutes = busiest.map { minute in
      Peak(at: report.from.advanced(by: .seconds(Int64(minute) * 60)).iso8601, count: report.startsByMinute[minute])
    }
  }
}
