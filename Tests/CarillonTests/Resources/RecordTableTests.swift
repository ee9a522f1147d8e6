import CivilTime
import Scheduling
import Testing

@testable import carillon

@Suite struct RecordTableTests {
  private let rows = [
    ResourceRow(
      id: "6c188f67-0000-4000-8000-000000000001", name: "nightly-training",
      cells: [.text("completed"), .moment(Instant(secondsSinceEpoch: sampleMoments.now.secondsSinceEpoch - 3_600))], json: .null),
    ResourceRow(id: "0b0ade00-0000-4000-8000-000000000002", name: "hourly", cells: [.text("failed"), .text("")], json: .null),
  ]

  @Test func theNameComesFirstAndTheIDLast() {
    #expect(
      table(width: nil) == """
        NAME              STATUS     ENDED                           ID
        nightly-training  completed  2026-11-21T01:00:00Z (1 h ago)  6c188f67-0000-4000-8000-000000000001
        hourly            failed                                     0b0ade00-0000-4000-8000-000000000002

        """)
  }

  @Test func aNarrowTerminalGetsDistancesInsteadOfTimes() {
    #expect(
      table(width: 80) == """
        NAME              STATUS     ENDED    ID
        nightly-training  completed  1 h ago  6c188f67-0000-4000-8000-000000000001
        hourly            failed              0b0ade00-0000-4000-8000-000000000002

        """)
  }

  @Test func thenTheIDIsCutToItsFirstBlockAndThenTheWidestColumn() {
    #expect(
      table(width: 50) == """
        NAME              STATUS     ENDED    ID
        nightly-training  completed  1 h ago  6c188f67-00…
        hourly            failed              0b0ade00-00…

        """)
    #expect(
      table(width: 44) == """
        NAME           STATUS     ENDED    ID
        nightly-trai…  completed  1 h ago  6c188f67…
        hourly         failed              0b0ade00…

        """)
  }

  @Test(arguments: 40...140) func noLineIsWiderThanTheTerminal(width: Int) {
    #expect(table(width: width).split(separator: "\n").allSatisfy { $0.count <= width })
  }

  @Test func noRecordsAreSaidInWords() {
    #expect(RecordTable(resource: .sample(), rows: [], moments: sampleMoments, width: nil).text == "no widgets\n")
  }

  @Test func aListThatGoesOnSaysHow() {
    let page = ResourcePage(rows: rows, total: 120, isLast: false, served: [])
    #expect(
      MoreText(resource: .sample(), page: page, query: ResourceQuery(page: 3)).text
        == "2 of 120 widgets, page 3; the next ones: --page 4, or all of them: --all\n")
  }

  private func table(width: Int?) -> String {
    RecordTable(resource: .sample(columns: ["STATUS", "ENDED"]), rows: rows, moments: sampleMoments, width: width).text
  }
}
