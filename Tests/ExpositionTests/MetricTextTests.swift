import Exposition
import Testing

@Suite struct MetricTextTests {
  @Test func aFamilyIsHelpTypeAndSamples() {
    let family = MetricFamily(
      "jobs_total", .counter, "Jobs that ended.",
      [MetricSample(3, [MetricLabel("outcome", "failed"), MetricLabel("kind", "manual")]), MetricSample(0.25)])
    #expect(
      MetricText.of([family]) == """
        # HELP jobs_total Jobs that ended.
        # TYPE jobs_total counter
        jobs_total{outcome="failed",kind="manual"} 3
        jobs_total 0.25

        """)
  }

  @Test func aFamilyWithoutSamplesIsLeftOut() {
    #expect(MetricText.of([.gauge("next", "When.", nil)]) == "")
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (-3, "-3"), (0.1, "0.1"), (1_763_730_000.5, "1763730000.5"), (9_007_199_254_740_992, "9007199254740992.0"),
    (1e-7, "1e-07"), (1e300, "1e+300"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
  ])
  func aNumberIsWrittenSoThatItIsReadBackAsItself(_ value: Double, _ text: String) {
    #expect(MetricText.of([.gauge("x", "X.", value)]).split(separator: "\n").last == "x \(text)")
  }

  @Test func whatWouldEndALabelIsEscaped() {
    let family = MetricFamily("x", .gauge, "A \"help\"\nwith \\.", [MetricSample(1, [MetricLabel("target", "a\"b\\c\nd\r é")])])
    #expect(
      MetricText.of([family]) == "# HELP x A \"help\"\\nwith \\\\.\n# TYPE x gauge\nx{target=\"a\\\"b\\\\c\\nd\r é\"} 1\n")
  }

  @Test func aHistogramsBucketsHoldTheOnesBefore() {
    var histogram = Histogram(bounds: [0.1, 1])
    for value in [0.05, 0.1, 0.5, 7, -2] { histogram.observe(value) }
    let text = MetricText.of([.histogram("wait_seconds", "Waits.", [(labels: [MetricLabel("kind", "a")], histogram: histogram)])])
    #expect(
      text == """
        # HELP wait_seconds Waits.
        # TYPE wait_seconds histogram
        wait_seconds_bucket{kind="a",le="0.1"} 3
        wait_seconds_bucket{kind="a",le="1"} 4
        wait_seconds_bucket{kind="a",le="+Inf"} 5
        wait_seconds_sum{kind="a"} 7.65
        wait_seconds_count{kind="a"} 5

        """)
  }
}

@Suite struct CapTests {
  @Test func keysBeyondTheCapAreCountedAsOther() {
    var counts = CappedCounts<String>(cap: 2)
    for key in ["a", "b", "c", "a", "d"] { counts.add(to: key, orElse: "other") }
    counts.add(5, to: "b", orElse: "other")
    #expect(counts.counts == ["a": 2, "b": 6, "other": 2])
  }

  @Test func namesKeepTheirLabelForEver() {
    var names = CappedNames(cap: 2)
    #expect(["a", "b", "c", "a", "c"].map { names.label($0) } == ["a", "b", "other", "a", "other"])
  }
}
