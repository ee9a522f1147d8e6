import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct ListMatcherTests {
  private struct Bell {
    var name: String
    var tags: [String] = []
    var due: String?
    var isActive = true
  }

  private let bells = [
    Bell(name: "nightly", tags: ["gpu", "paid"], due: "2026-11-21T02:00:00Z"), Bell(name: "Hourly_1", due: "2026-11-21T01:00:00Z"),
    Bell(name: "paused", tags: ["gpu"], isActive: false),
  ]

  private func names(_ query: ListQuery) throws -> [String] {
    try ListMatcher<Bell>(query) { bell, field in
      switch field {
      case "name": .text(bell.name)
      case "tag": .texts(bell.tags)
      case "active": .flag(bell.isActive)
      default: .instant(bell.due.flatMap { try? Instant(iso8601: $0) })
      }
    }.choose(bells).map(\.name)
  }

  private func names(_ filters: FieldFilter..., matchesAny: Bool = false) throws -> [String] {
    try names(ListQuery(filters: filters, matchesAny: matchesAny))
  }

  @Test func textsAreComparedAsTheOperationSays() throws {
    #expect(try names(FieldFilter("name", equals: "nightly")) == ["nightly"])
    #expect(try names(FieldFilter("name", .notequals, ["nightly"])) == ["Hourly_1", "paused"])
    #expect(try names(FieldFilter("name", .contains, ["LY"])) == ["nightly", "Hourly_1"])
    #expect(try names(FieldFilter("name", .startswith, ["hour"])) == ["Hourly_1"])
    #expect(try names(FieldFilter("name", .endswith, ["_1"])) == ["Hourly_1"])
    #expect(try names(FieldFilter("name", .oneof, ["paused", "nightly"])) == ["nightly", "paused"])
  }

  @Test func oneOfSeveralTagsIsEnoughAndNoneMayBeTheUnwanted() throws {
    #expect(try names(FieldFilter("tag", equals: "gpu")) == ["nightly", "paused"])
    #expect(try names(FieldFilter("tag", .notequals, ["paid"])) == ["Hourly_1", "paused"])
  }

  @Test func timesMayBeWrittenAsISO8601OrAsAServerOfZenMLWantsThem() throws {
    for time in ["2026-11-21T02:00:00Z", "2026-11-21 02:00:00", "2026-11-21T03:00:00 01:00"] {
      #expect(try names(FieldFilter("due", .gte, [time])) == ["nightly"])
      #expect(try names(FieldFilter("due", .lt, [time])) == ["Hourly_1"])
    }
    #expect(throws: ControlProblem.self) { try names(FieldFilter("due", .gte, ["yesterday"])) }
    #expect(throws: ControlProblem.self) { try names(FieldFilter("active", equals: "yes")) }
  }

  @Test func filtersHaveToMatchAllOrOne() throws {
    let filters = [FieldFilter("tag", equals: "gpu"), FieldFilter("active", equals: "false")]
    #expect(try names(ListQuery(filters: filters)) == ["paused"])
    #expect(try names(ListQuery(filters: filters, matchesAny: true)) == ["nightly", "paused"])
  }

  @Test func anOrderAscendsUnlessItSaysOtherwise() throws {
    #expect(try names(ListQuery(order: ListOrder(text: "due"))) == ["paused", "Hourly_1", "nightly"])
    #expect(try names(ListQuery(order: ListOrder(text: "desc:due"))) == ["nightly", "Hourly_1", "paused"])
    #expect(try names(ListQuery(order: ListOrder(text: "asc:active"))) == ["paused", "nightly", "Hourly_1"])
  }
}
