import ControlMessages
import Testing

@testable import WebPage

/// The proof that nothing is missing, and what it must not say.
@Suite struct AuditPageTests {
  private func page(_ problem: String?) -> String {
    var audit = AuditMessage(from: "2026-11-01T00:00:00Z", to: "2026-11-21T01:45:20Z", horizon: nil, instants: 20, faults: [])
    audit.problem = problem
    return AuditPage(audit, question: ("", "", nil), writes: nil, PageSamples.frame()).text
  }

  @Test func whatCannotBeWrittenIsNotComplete() {
    let page = page("what is due from 2026-11-21T01:45:20Z on has no row yet")
    #expect(page.contains("Not complete: ") && page.contains("what is due from 2026-11-21T01:45:20Z on has no row yet"))
    #expect(!page.contains("notice good"))
  }

  @Test func anAuditWithoutFaultsIsComplete() {
    let page = page(nil)
    #expect(page.contains("Complete: ") && !page.contains("Not complete: ") && !page.contains("notice bad"))
  }
}
