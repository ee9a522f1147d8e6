import ControlMessages
import Testing

@Suite struct ScheduleSummaryTests {
  private var full: ScheduleSummary {
    var summary = ScheduleSummary(
      id: "11111111-1111-5111-8111-111111111111", name: "a\"b\\ \u{1F}åäö", source: "file", state: "paused", timeZone: "Europe/Stockholm")
    (summary.cronExpression, summary.intervalSeconds, summary.runOnceStartTime) = ("0 2 * * *", 0.5, "2026-11-21T02:00:00Z")
    (summary.trigger, summary.tags, summary.nextDue) = ("command", ["gpu", "team a"], "2026-11-21T02:00:45Z")
    summary.startsAt = "2026-11-21T02:01:00Z"
    (summary.lastOutcome, summary.reason, summary.pausedUntil) = ("succeeded", "the cluster is moved", "2026-11-21T03:00:00Z")
    return summary
  }

  @Test func whatIsWrittenIsReadBack() {
    let bare = ScheduleSummary(id: "22222222-2222-5222-8222-222222222222", name: "bare", source: "zenml", state: "unbound", timeZone: "UTC")
    let page = Page(index: 2, maxSize: 2, total: 5, items: [full, bare])
    #expect(Page<ScheduleSummary>(json: Array(page.jsonText.utf8)) == page)
  }

  @Test func membersWithoutAValueAreLeftOut() {
    let bare = ScheduleSummary(id: "2", name: "bare", source: "zenml", state: "unbound", timeZone: "UTC")
    let text = Page(index: 1, maxSize: 20, total: 1, items: [bare]).jsonText
    #expect(text.hasSuffix(##""items":[{"id":"2","name":"bare","source":"zenml","state":"unbound","time_zone":"UTC"}]}"##), "\(text)")
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"index":1,"max_size":0,"total":0,"total_is_exact":true,"items":[]}"#,
    #"{"index":1,"max_size":20,"total":1,"total_is_exact":true,"items":[{"id":"1"}]}"#,
  ]) func whatIsNoSuchPageIsRefused(text: String) {
    #expect(Page<ScheduleSummary>(json: Array(text.utf8)) == nil)
  }
}
