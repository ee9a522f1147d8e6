import Testing

@testable import ScheduleFiles

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("10s", Duration.seconds(10)), ("5m", .seconds(300)), ("1h30m", .seconds(5_400)), ("500ms", .milliseconds(500)),
    ("1d2h3m4s5ms", .milliseconds(93_784_005)), ("0s", .zero), ("PT10S", .seconds(10)), ("pt1h", .seconds(3_600)),
    ("P1D", .seconds(86_400)),
    ("999999999d", .seconds(999_999_999 * 86_400)),
  ])
  func aDurationIsRead(text: String, duration: Duration) {
    #expect(DurationText.duration(text) == duration)
  }

  @Test(arguments: ["", "10", "s", "10 s", "-5s", "5m1h", "5s5s", "1.5h", "5x", "٣s", "9999999999s", "P", "PT", "P1M", "10S"])
  func whatIsNoDurationIsNone(text: String) {
    #expect(DurationText.duration(text) == nil)
  }

  @Test(arguments: ["10s", "5m", "1h30m", "500ms", "30d", "1d2h3m4s5ms", "0s"]) func aDurationIsWrittenAsItIsRead(text: String) {
    #expect(DurationText.duration(text).map(DurationText.text) == text)
  }
}
