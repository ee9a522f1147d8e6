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

  @Test func barsHaveTheirFullLengthOnPaper() {
    let lines: [Substring] = SimulationText(simulation: simulation).text.split(separator: "\n")
    #expect(
      lines.suffix(2) == [
        "2026-03-27T01:00:00Z  200     ########################################",
        "2026-03-28T01:00:00Z  100     ####################",
      ])
  }
}
