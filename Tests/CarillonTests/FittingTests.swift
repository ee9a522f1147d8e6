import ControlMessages
import Testing

@testable import carillon

/// What is shown on a terminal fits it.
@Suite struct FittingTests {
  private let schedules = [
    ScheduleItem.sample("nightly-training-of-the-recommendation-model") {
      ($0.timeZone, $0.lastOutcome, $0.tags) = (
        "America/Argentina/Buenos_Aires", "skipped_missed_deadline", ["gpu", "nightly", "expensive"]
      )
      $0.reason = "the pipeline has two deployments that answer, and nothing says which of them is meant"
    },
    ScheduleItem.sample("b"),
  ]
  private let runs = [
    RunItem.sample("skipped_misfire") {
      ($0.dueLast, $0.count, $0.reason) = ("2026-11-21T01:59:00Z", 2, "the daemon was down, and the policy says skip")
      $0.runName = "nightly-training-of-the-recommendation-model-20261121T015800Z-33333333"
    }
  ]

  @Test(arguments: 60...200) func noLineOfAListIsWiderThanTheTerminal(width: Int) {
    let screen = Screen(width: width, palette: .plain)
    let list = ScheduleTable(schedules: schedules, moments: sampleMoments, screen: screen).text
    let rows = RunTable(runs: runs, moments: sampleMoments, screen: screen).text
    for line in (list + rows).split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }

  @Test func aNarrowListKeepsNameStateAndTimes() {
    let text = ScheduleTable(schedules: schedules, moments: sampleMoments, screen: Screen(width: 80, palette: .plain)).text
    #expect(text.hasPrefix("NAME"))
    for heading in ["STATE", "WHEN", "NEXT DUE", "LAST OUTCOME"] { #expect(text.contains(heading), "\(text)") }
    #expect(text.contains("in 45 s") && !text.contains("SOURCE"), "\(text)")
  }

  @Test func coloursTakeNoRoom() {
    let plain = ScheduleTable(schedules: schedules, moments: sampleMoments, screen: Screen(width: 90, palette: .plain)).text
    let coloured = ScheduleTable(
      schedules: schedules, moments: sampleMoments, screen: Screen(width: 90, palette: Palette(isColoured: true))
    ).text
    #expect(coloured != plain && coloured.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
  }

  @Test func aLongValueGoesOnUnderItself() {
    var fields = FieldList()
    fields.add("state", "armed")
    fields.add("reason", "nobody has said what to start, and so nothing is")
    #expect(
      fields.text(on: Screen(width: 38, palette: .plain)) == """
        state   armed
        reason  nobody has said what to start,
                and so nothing is

        """)
    #expect(fields.text.contains("start, and so"))
  }

  @Test func aWordThatIsTooLongStaysWhole() {
    #expect("see https://example.com/a/long/path/of/it now".wrapped(to: 20) == ["see", "https://example.com/a/long/path/of/it", "now"])
    #expect("short".wrapped(to: 20) == ["short"])
  }
}
