import Foundation
import Testing

@testable import carillon

/// Simulations as people see them.
@Suite struct SimulationTextTests {
  private let simulation: SimulationItem

  init() throws {
    let json = """
      {
        "from": "2026-03-26T12:00:00Z", "to": "2026-03-30T12:00:00Z", "schedules": 12, "starts": 300, "skipped": {"skipped_overlap": 3},
        "peak_second": {"at": "2026-03-27T01:00:00Z", "count": 12}, "largest_herd": null, "delayed": 7, "longest_delay_ms": 5000,
        "caps_hit": [
          {"limit": "limits.per_second", "value": 4, "scope": "in all", "count": 8, "first_at": "2026-03-27T01:00:00Z"},
          {"limit": "limits.in_flight", "value": 1, "scope": "in all", "count": 1, "first_at": "2026-03-28T01:00:00Z"}
        ],
        "busiest_minutes": [{"at": "2026-03-27T01:00:00Z", "count": 200}, {"at": "2026-03-28T01:00:00Z", "count": 100}],
        "starts_by_minute": []
      }
      """
    simulation = try JSONDecoder().decode(SimulationItem.self, from: Data(json.utf8))
  }

  @Test(arguments: 40...100) func noLineIsWiderThanTheTerminal(width: Int) {
    let text = SimulationText(simulation: simulation, screen: Screen(width: width, palette: .plain)).text
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }

  @Test func whatWaitedIsNotBlamedOnLimitsAlone() {
    var simulation = self.simulation
    #expect(SimulationText(simulation: simulation).text.contains("held back        7 starts by limits, overlap or mutex, for up to "))
    simulation.delayed = 0
    #expect(SimulationText(simulation: simulation).text.contains("nothing: no start waited for a second\n"))
  }

  @Test func eachCapThatIsHitIsALine() {
    var simulation = self.simulation
    let text = SimulationText(simulation: simulation).text
    #expect(text.contains("caps hit         limits.per_second: 4 held back 8 starts in all, first at 2026-03-27T01:00:00Z\n"), "\(text)")
    #expect(text.contains("caps hit         limits.in_flight: 1 held back 1 start in all, first at 2026-03-28T01:00:00Z\n"), "\(text)")
    simulation.capsHit = []
    #expect(SimulationText(simulation: simulation).text.contains("caps hit         none\n"))
  }

  @Test func ofManyCapsTheWorstAreLines() {
    var simulation = self.simulation
    simulation.capsHit = Array(repeating: simulation.capsHit[0], count: 13)
    let lines: [Substring] = SimulationText(simulation: simulation).text.split(separator: "\n")
    let caps = lines.filter { $0.hasPrefix("caps hit") }
    #expect(caps.count == 11 && caps.last == "caps hit         3 more, which --json lists")
  }

  @Test func oneScheduleIsOne() {
    var simulation = self.simulation
    simulation.largestHerd = SimulationItem.Peak(at: "2026-03-27T01:00:00Z", count: 1)
    simulation.skipped = ["skipped_overlap": 1]
    let text = SimulationText(simulation: simulation).text
    #expect(text.contains("  1 schedule is due at 2026-03-27T01:00:00Z\n") && text.contains("  1 due instant\n"), "\(text)")
  }

  @Test func barsHaveTheirFullLengthOnPaper() {
    let lines: [Substring] = SimulationText(simulation: simulation).text.split(separator: "\n")
    #expect(
      lines.suffix(2) == [
        "2026-03-27T01:00:00Z  200     ########################################",
        "2026-03-28T01:00:00Z  100     ####################",
      ])
  }
}
