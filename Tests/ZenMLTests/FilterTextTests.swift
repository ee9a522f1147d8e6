import CivilTime
import Testing
import Values

@testable import ZenML

struct FilterTextTests {
  private func text(_ term: ZenMLFilterTerm<ZenMLRun>) -> String { "\(term.parameter)=\(term.text)" }

  @Test func conditionsAreWrittenAsTheServerReadsThem() throws {
    let instant = try Instant(iso8601: "2026-11-21T00:03:00.250Z")
    #expect(text(.status.equals(.failed)) == "status=failed")
    #expect(text(.status.notEquals(.failed)) == "status=notequals:failed")
    #expect(text(.name.oneOf(["a", "b\"c"])) == #"name=oneof:["a","b\"c"]"#)
    #expect(text(.name.contains("x")) == "name=contains:x")
    #expect(text(.name.startsWith("x")) == "name=startswith:x")
    #expect(text(.name.endsWith("x")) == "name=endswith:x")
    #expect(text(.created.atLeast(instant)) == "created=gte:2026-11-21 00:03:00")
    #expect(text(.created.above(instant)) == "created=gt:2026-11-21 00:03:00")
    #expect(text(.created.atMost(instant)) == "created=lte:2026-11-21 00:03:01")
    #expect(text(.created.below(instant)) == "created=lt:2026-11-21 00:03:01")
    #expect(text(.number.atLeast(3)) == "index=gte:3")
    #expect(text(.runMetadata("fired_by", "me")) == "run_metadata=fired_by:me")
  }

  @Test func aNameThatLooksLikeAnOperatorIsMarked() {
    #expect(text(.name.equals("gte:5")) == "name=equals:gte:5")
    #expect(text(.name.equals("a:b")) == "name=a:b")
  }

  @Test(arguments: [
    ("status", "failed", "failed"), ("name", "startswith:n", "startswith:n"), ("name", "a:b", "a:b"),
    ("name", "equals:gte:1", "equals:gte:1"),
    ("created", "gte:2026-11-21T00:03:00.5Z", "gte:2026-11-21 00:03:00"), ("created", "lt:2026-11-21 00:03:00", "lt:2026-11-21 00:03:00"),
    ("status", #"oneof:["failed","stopped"]"#, #"oneof:["failed","stopped"]"#),
    ("status", "oneof:failed,stopped", #"oneof:["failed","stopped"]"#),
    ("index", "gte:3", "gte:3"), ("in_progress", "true", "true"), ("status", "notequals:failed", "notequals:failed"),
  ])
  func textsAreReadAsConditions(name: String, text: String, sent: String) throws {
    #expect(try ZenMLFilter<ZenMLRun>(reading: [(name, text)]).terms.map(\.text) == [sent])
  }

  @Test(arguments: [
    ("created", "yesterday", "created 'yesterday' is not a time such as 2026-11-21T00:03:00Z"), ("id", "7", "id '7' is not a UUID"),
    ("index", "gte:many", "index 'many' is not a whole number"), ("in_progress", "yes", "in_progress 'yes' is not true or false"),
  ])
  func textsThatAreNoConditionsAreNamed(name: String, text: String, problem: String) {
    let error = #expect(throws: ZenMLFilterTextError.self) { try ZenMLFilter<ZenMLRun>(reading: [(name, text)]) }
    #expect(error?.description == problem)
  }

  @Test func anUnknownFilterNamesThoseThatThereAre() {
    let error = #expect(throws: ZenMLFilterTextError.self) { try ZenMLFilter<ZenMLTag>(reading: [("colour", "blue")]) }
    #expect(
      error?.description == "tags have no filter 'colour'; there are color, created, exclusive, id, name, resource_type, updated, user")
  }

  @Test func rowsAreComparedAsTheServerCompares() throws {
    let run: ZenMLRun = try decoded(
      #"{"id":"b32efeac-c131-40cc-addf-f17bdfeaf010","name":"Nightly-7","body":{"status":"failed","index":7,"created":"2026-11-21T00:03:00.4"}}"#
    )
    let exact = try Instant(iso8601: "2026-11-21T00:03:00.4Z")
    let fitting: [ZenMLFilter<ZenMLRun>] = [
      [.status.equals(.failed), .number.above(6), .number.below(8)],
      [.name.startsWith("nightly"), .name.endsWith("-7"), .name.contains("GHT")],
      [.created.atLeast(exact), .created.atMost(exact)], [.stackID.equals(.random())], .any([.number.equals(1), .number.equals(7)]), [],
      try ZenMLFilter(reading: [("index", "gte:7"), ("created", "lte:2026-11-21T00:03:00.4Z"), ("name", "contains:NIGHT")]),
    ]
    for filter in fitting { #expect(filter.admits(run), "\(filter.terms.map(\.text))") }
    let others: [ZenMLFilter<ZenMLRun>] = [
      [.status.notEquals(.failed)], [.name.equals("nightly-7")], [.number.above(7)], [.number.below(7)],
      [.created.above(exact + .seconds(1))],
      .any([.number.equals(1)]), [.status.oneOf([.running])], try ZenMLFilter(reading: [("index", "lt:7")]),
    ]
    for filter in others { #expect(!filter.admits(run), "\(filter.terms.map(\.text))") }
  }
}
