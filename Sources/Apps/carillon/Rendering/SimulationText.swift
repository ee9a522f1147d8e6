/// A simulation as `simulate` shows it: the sum first, then where it is crowded, then what was not started.
struct SimulationText {
  let simulation: SimulationItem
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    fields.add("simulated", "\(simulation.from) to \(simulation.to)")
    fields.add("schedules", String(simulation.schedules))
    fields.add("starts", String(simulation.starts))
    fields.add("peak", simulation.peakSecond.map { "\($0.count) in one second, at \($0.at)" })
    fields.add("herd", simulation.largestHerd.map { "\($0.count) \($0.count == 1 ? "schedule is" : "schedules are") due at \($0.at)" })
    fields.add("held back", heldBack)
    for cap in capsHit { fields.add("caps hit", cap) }
    for (outcome, count) in simulation.skipped.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      fields.add(outcome.replacing("_", with: " "), "\(count) due \(count == 1 ? "instant" : "instants")")
    }
    guard !simulation.busiestMinutes.isEmpty else { return fields.text(on: screen) }
    let room = roomForBars
    let minutes = simulation.busiestMinutes.map { [$0.at, String($0.count), bar($0.count, in: room)] }
    return fields.text(on: screen) + "\n" + TextTable(Self.headings + [""], minutes, palette: screen.palette).text
  }

  private var heldBack: String {
    guard simulation.delayed > 0 else { return "nothing: no start waited for a second" }
    let longest = Moments.lateness(milliseconds: simulation.longestDelayMilliseconds)
    return "\(simulation.delayed) \(simulation.delayed == 1 ? "start" : "starts") by limits, overlap or mutex, for up to \(longest)"
  }

  /// One line for each limit.
  private var capsHit: [String] {
    guard !simulation.capsHit.isEmpty else { return ["none"] }
    let lines = simulation.capsHit.prefix(Self.listedCaps).map { cap in
      let starts = "\(cap.count) \(cap.count == 1 ? "start" : "starts")"
      return "\(cap.limit): \(cap.value) held back \(starts) \(cap.scope), first at \(cap.firstAt)"
    }
    let others = simulation.capsHit.count - lines.count
    return lines + (others > 0 ? ["\(others) more, which --json lists"] : [])
  }

  /// With a limit for each of many targets there may be thousands.
  private static let listedCaps = 10

  private static let headings = ["BUSIEST MINUTE", "STARTS"]
  private static let longestBar = 40

  /// What the columns before them leave of the screen.
  private var roomForBars: Int {
    guard let width = screen.width else { return Self.longestBar }
    let cells = [Self.headings] + simulation.busiestMinutes.map { [$0.at, String($0.count)] }
    let taken = Self.headings.indices.map { column in 2 + (cells.map { $0[column].columns }.max() ?? 0) }.reduce(0, +)
    return min(Self.longestBar, width - taken)
  }

  private func bar(_ count: Int, in room: Int) -> String {
    guard room > 0 else { return "" }
    let most = max(simulation.busiestMinutes.first?.count ?? 1, 1)
    return String(repeating: "#", count: max(1, count * room / most))
  }
}
