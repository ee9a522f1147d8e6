import CivilTime
import ControlMessages
import Testing

@testable import WebPage

struct PlotTests {
  @Test func aDrawingSaysItsMeaningInWords() {
    let plot = Plots.timeline(PageSamples.overview(OutcomeTally(["succeeded": 3, "failed": 1])).timeline).markup
    #expect(plot.contains("aria-label=\"Due in the last 24 hours: 3 succeeded, 1 failed. 96 due in the next 24 hours.\""))
  }

  @Test func barsKeepWithinTheirHeight() {
    let runs = [PageSamples.run(), PageSamples.run("failed")]
    let plot = Plots.bars("Durations", runs, [90_000, nil]).markup
    #expect(plot.contains("height=\"100\"") && plot.contains("median 1 min 30 s, longest 1 min 30 s"))
  }

  @Test func withoutNumbersThereIsNoDrawing() {
    #expect(!Plots.bars("Lateness", [], []).markup.contains("<svg"))
  }

  @Test(arguments: [(Int64(0), "now"), (59, "in 59 s"), (-3_600, "1 h ago"), (93_600, "in 1 d 2 h")])
  func distancesAreInTheTwoLargestUnits(_ seconds: Int64, _ words: String) {
    #expect(Times(now: PageSamples.now).distance(to: PageSamples.now.advanced(by: .seconds(seconds))) == words)
  }

  @Test func aTimeOfAnotherYearNamesIt() {
    let times = Times(now: PageSamples.now)
    #expect(times.stamp("2027-11-21T08:00:00Z").markup.contains("21 Nov 2027 08:00:00"))
    #expect(times.relative("2025-12-31T23:59:59Z").markup.contains("title=\"31 Dec 2025 23:59:59 UTC\""))
  }

  @Test func timesAreAbsoluteAndRelative() {
    let stamp = Times(now: PageSamples.now).stamp("2026-11-21T08:00:00Z").markup
    #expect(stamp.contains("datetime=\"2026-11-21T08:00:00Z\"") && stamp.contains("21 Nov 08:00:00") && stamp.contains("1 h ago"))
  }
}
