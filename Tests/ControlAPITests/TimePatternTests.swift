import ControlMessages
import Testing

@testable import ControlAPI
@testable import carillon

/// The document's pattern of times, held against what reads them.
@Suite struct TimePatternTests {
  private func isDescribed(_ text: String) throws -> Bool { text.contains(try Regex(ListParameters.instant)) }

  private func isTaken(_ text: String) -> Bool { (try? FieldFilter("due", .gte, [text]).instantTest()) != nil }

  @Test(arguments: [
    "2026-11-21", "2026-11-30", "2026-12-31", "2028-02-29", "2000-02-29", "0999-01-01", "2026-12-31T23:59:59Z", "2026-11-29T02:00",
    "2026-11-21t02:00:00z", "2026-11-21T02:00:00", "2026-11-21 02:00:00", "2026-11-21 02:00", "2026-11-21 02:00:00.25",
    "2026-11-21T02:00:00.123456Z", "2026-11-21T02:00:00,5", "2026-11-21T03:00:00+01:00", "2026-11-21T03:00:00-0530",
    "2026-11-21T03:00+01", "2026-11-21T03:00:00 01:00", "2026-11-21T03:00:00.5 0100",
  ])
  func whatIsTakenIsDescribed(_ text: String) throws {
    #expect(isTaken(text))
    for operation in ["", "equals:", "notequals:", "gte:", "gt:", "lte:", "lt:"] { #expect(try isDescribed(operation + text)) }
    #expect(try !isDescribed("contains:" + text) && !isDescribed(text + "x"))
  }

  @Test(arguments: [
    "", "yesterday", "2026-11", "2026-02-29", "1900-02-29", "2026-04-31", "2026-11-00", "2026-13-01", "2026-11-21T24:00:00Z",
    "2026-11-21T02", "2026-11-21T02:60", "2026-11-21T02:00:60Z", "2026-11-21T", "2026-11-21 ", "2026-11-21 02:00:00Z",
    "2026-11-21 02:00:00+01:00", "2026-11-21t03:00:00 01:00", "2026-11-21T02:00.5", "2026-11-21T02:00:00.", "2026-11-21T02:00:00+",
    "2026-11-21T02:00:00+1:00", "2026-11-21T02:00:00+01:",
  ])
  func whatIsRefusedIsNotDescribed(_ text: String) throws {
    #expect(!isTaken(text))
    #expect(try !isDescribed(text) && !isDescribed("gte:" + text))
  }
}
