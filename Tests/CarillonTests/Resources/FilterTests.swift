import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct FilterTests {
  @Test(arguments: [
    ("status=failed", "status", FilterOperator.equals, "failed"), ("status!=failed", "status", .notEquals, "failed"),
    ("created>=2026-11-01", "created", .atLeast, "2026-11-01"), ("created>7d", "created", .above, "7d"),
    ("number<=3", "number", .atMost, "3"), ("number<3", "number", .below, "3"), ("name*=train", "name", .contains, "train"),
    ("name^=nightly", "name", .startsWith, "nightly"), ("name$=-v2", "name", .endsWith, "-v2"),
    ("pipeline-id=a", "pipeline_id", .equals, "a"),
    ("name=a=b", "name", .equals, "a=b"), ("name=", "name", .equals, ""),
  ])
  func aFilterIsAFieldAComparisonAndAValue(text: String, field: String, comparison: FilterOperator, value: String) {
    #expect(FilterExpression(text) == FilterExpression(field, comparison, value))
  }

  @Test(arguments: ["", "status", "=failed", "status failed", "status~failed", "a b=c"])
  func aTextWithoutAComparisonIsNoFilter(text: String) {
    #expect(FilterExpression(text) == nil)
  }

  @Test func anUnknownFilterIsRefusedWithTheKnownOnes() {
    let error = #expect(throws: ControlProblem.self) { try conditions("stauts=failed") }
    #expect(error?.code == .badRequest)
    #expect(error?.message == "widgets know no filter 'stauts'; known: created, name, status")
  }

  @Test func aFieldThatIsGivenTwiceMayBeEither() throws {
    let conditions = try conditions("status=failed", "name^=a", "status=stopped", "name^=b")
    #expect(
      conditions == [
        FilterCondition(name: "status", comparison: .equals, values: ["failed", "stopped"]),
        FilterCondition(name: "name", comparison: .startsWith, values: ["a"]),
        FilterCondition(name: "name", comparison: .startsWith, values: ["b"]),
      ])
  }

  @Test(arguments: [
    ("created>=2026-11-01", "2026-11-01"), ("created>=2d", "2026-11-19T02:00:00Z"), ("created<90m", "2026-11-21T00:30:00Z"),
    ("created>=2026-11-01T05:00:00Z", "2026-11-01T05:00:00Z"), ("created>=7", "7"), ("name=2026-11-01", "2026-11-01"), ("name=7d", "7d"),
  ])
  func whereAnOrderIsMeantADurationIsAgo(text: String, value: String) throws {
    #expect(try conditions(text).map(\.values) == [[value]])
  }

  @Test(arguments: [
    ("status=failed", true), ("status=stopped", false), ("status!=stopped", true), ("name*=IGHT", true), ("name^=nig", true),
    ("name$=nig", false), ("created>=2026-11-21T02:00:00Z", true), ("created>2026-11-21T02:00:00Z", false), ("created<1d", false),
    ("created<=2026-11-22", true), ("missing=a", false), ("missing!=a", true), ("number>=3", true), ("number<3", false),
  ])
  func whatAServerCannotFilterIsComparedHere(text: String, isAdmitted: Bool) throws {
    let values: [String: FilterValue] = [
      "status": .text("failed"), "name": .text("nightly"), "number": .number(3), "created": .time(sampleMoments.now),
    ]
    let expression = try #require(FilterExpression(text))
    let resource = Resource.sample(filters: ["status", "name", "created", "missing", "number"])
    let condition = try #require(try resource.conditions([expression], now: sampleMoments.now).first)
    #expect(try condition.admits(values[condition.name]) == isAdmitted)
  }

  @Test func aValueOfAnotherKindIsRefused() {
    let condition = FilterCondition(name: "created", comparison: .atLeast, values: ["yesterday"])
    #expect(throws: ControlProblem(.badRequest, "created 'yesterday' is not a time such as 2026-11-01T02:00:00Z")) {
      try condition.admits(.time(sampleMoments.now))
    }
  }

  @Test(arguments: [("created", "created", false), ("asc:created", "created", false), ("desc:start-time", "start_time", true)])
  func anOrderIsAFieldAndADirection(text: String, field: String, isDescending: Bool) throws {
    #expect(try ResourceSort(argument: text) == ResourceSort(field: field, isDescending: isDescending))
  }

  @Test(arguments: ["", "down:created", "desc:", "a:b:c"])
  func whatIsNoOrderIsRefused(text: String) {
    #expect(throws: (any Error).self) { try ResourceSort(argument: text) }
  }

  private func conditions(_ texts: String...) throws -> [FilterCondition] {
    let expressions = try texts.map { try #require(FilterExpression($0)) }
    return try Resource.sample(filters: ["name", "status", "created"]).conditions(expressions, now: sampleMoments.now)
  }
}
