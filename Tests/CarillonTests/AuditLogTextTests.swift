import ControlMessages
import Testing
import Values

@testable import carillon

@Suite struct AuditLogTextTests {
  private func item(_ id: Int64, status: Int?, problem: String? = nil) -> AuditLogItem {
    var item = AuditLogItem(
      id: id, at: "2026-11-21T01:59:00Z", who: "key ci", role: "operator", from: "10.0.0.7", operation: "schedule.pause",
      subject: "nightly", requestID: "r1", status: status, problem: problem, endedAt: nil)
    item.before = ["state": "armed"]
    return item
  }

  @Test(arguments: [(200, "done"), (409, "refused"), (500, "failed"), (nil, "unknown")] as [(Int?, String)])
  func theStatusSaysHowItEnded(status: Int?, outcome: String) {
    #expect(item(1, status: status).outcome.rawValue == outcome)
  }

  @Test func aTableHasOneLineForEach() {
    let page = Page(index: 1, maxSize: 2, total: 3, items: [item(3, status: 409, problem: "it is paused\u{1B}"), item(2, status: 200)])
    #expect(
      AuditLogText(page: page, isFull: false, moments: sampleMoments).text == """
        LINE  AT                                WHO     ROLE      FROM      OPERATION       SUBJECT  OUTCOME  WHY
        3     2026-11-21T01:59:00Z (1 min ago)  key ci  operator  10.0.0.7  schedule.pause  nightly  refused  it is paused�
        2     2026-11-21T01:59:00Z (1 min ago)  key ci  operator  10.0.0.7  schedule.pause  nightly  done
        page 1 of 2, 3 lines; --page shows others

        """)
  }

  @Test(arguments: [60, 80, 100])
  func aTableFitsTheTerminal(width: Int) {
    let page = Page(index: 1, maxSize: 2, total: 1, items: [item(3, status: 409, problem: String(repeating: "it is paused ", count: 9))])
    let screen = Screen(width: width, palette: .plain)
    let text = AuditLogText(page: page, isFull: false, moments: sampleMoments, screen: screen).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
    #expect(text.contains("key ci") && text.contains("1 min ago") && text.contains("refused"))
  }

  @Test func aWholeLineShowsBeforeAndAfter() {
    let page = Page(index: 1, maxSize: 50, total: 1, items: [item(2, status: nil)])
    let text = AuditLogText(page: page, isFull: true, moments: sampleMoments).text
    #expect(text.contains("who        key ci, role operator, from 10.0.0.7\n"))
    #expect(text.contains(#"before     {"state":"armed"}"#))
  }

  @Test func nothingIsSaidInWords() {
    let none = Page<AuditLogItem>(index: 1, maxSize: 50, total: 0, items: [])
    #expect(AuditLogText(page: none, isFull: false, moments: sampleMoments).text == "nothing was changed over the control API\n")
  }
}
