import Testing

@testable import Scheduling

@Suite struct AnswerPathTests {
  private static let answer: JSONValue = [
    "id": 17, "state": "ok", "none": nil, "jobs": [["name": "a"], ["name": "b", "tries": [1, 2]]], "my key": ["a.b": true],
  ]

  @Test(
    arguments: [
      ("$", answer), ("$.id", 17), ("$.jobs[1].name", "b"), ("$.jobs[1].tries[0]", 1), ("$['my key']['a.b']", true), ("$.none", nil),
      ("$.jobs[0]", ["name": "a"]), ("$['id']", 17),
    ] as [(String, JSONValue)])
  func aPathLeadsToOnePlace(path: String, value: JSONValue) throws {
    #expect(try AnswerPath(parsing: path).value(in: Self.answer) == value)
  }

  @Test(arguments: ["$.nothing", "$.jobs[2]", "$.id.deeper", "$[0]", "$.jobs.name"])
  func whereNothingIsThereIsNoValue(path: String) throws {
    #expect(try AnswerPath(parsing: path).value(in: Self.answer) == nil)
  }

  @Test(arguments: [
    ("", 0, "must begin with $, which stands for the whole answer"), ("id", 0, "must begin with $, which stands for the whole answer"),
    ("$id", 1, "needs .name or [index] here"), ("$.", 2, "needs a name here; write ['…'] for one with other characters"),
    ("$.a..b", 4, "needs a name here; write ['…'] for one with other characters"),
    ("$[-1]", 2, "needs an index from 0 on, or a name in quotes, here"),
    ("$[*]", 2, "needs an index from 0 on, or a name in quotes, here"), ("$[1", 3, "needs ] here"),
    ("$['a]", 5, "needs ' at the end of the name"),
    ("$[99999999999999999999]", 2, "needs an index from 0 on, or a name in quotes, here"),
  ])
  func whatIsNoPathIsRefusedWithItsPlace(text: String, position: Int, problem: String) {
    #expect(throws: AnswerPathError(position: position, problem: problem)) { try AnswerPath(parsing: text) }
  }

  @Test func aPathThatIsTooDeepIsRefused() {
    #expect(throws: AnswerPathError.self) { try AnswerPath(parsing: "$" + String(repeating: ".a", count: 33)) }
  }
}

@Suite struct AnswerExpectationTests {
  private let answer: JSONValue = ["status": "failed", "count": 3, "share": .number(3), "none": nil, "items": [1, 2], "deep": ["a": 1]]

  private func defect(_ path: String, _ condition: AnswerExpectation.Condition) throws -> String? {
    AnswerExpectation(try AnswerPath(parsing: path), condition).defect(of: answer)
  }

  @Test func whatIsAsExpectedHasNoDefect() throws {
    #expect(try defect("$.status", .equals("failed")) == nil)
    #expect(try defect("$.status", .oneOf(["ok", "failed"])) == nil)
    #expect(try defect("$.none", .equals(nil)) == nil)
    #expect(try defect("$.none", .exists(true)) == nil)
    #expect(try defect("$.other", .exists(false)) == nil)
    #expect(try defect("$.items", .equals([1, 2])) == nil)
  }

  @Test func oneAndOnePointZeroAreOneNumber() throws {
    #expect(try defect("$.count", .equals(.number(3))) == nil)
    #expect(try defect("$.share", .equals(3)) == nil)
  }

  @Test func aDefectSaysWhatIsThereAndWhatShouldBe() throws {
    #expect(try defect("$.status", .equals("ok")) == "has 'failed' at $.status, not 'ok'")
    #expect(try defect("$.count", .oneOf([1, "3"])) == "has 3 at $.count, not 1 or '3'")
    #expect(try defect("$.other", .equals("ok")) == "has nothing at $.other")
    #expect(try defect("$.other", .exists(true)) == "has nothing at $.other")
    #expect(try defect("$.deep", .exists(false)) == "has an object at $.deep, where nothing is expected")
    #expect(try defect("$.items", .equals("x")) == "has a list of 2 at $.items, not 'x'")
  }

  @Test func longAndBrokenTextIsShownOnOneShortLine() {
    let text = "a\nb" + String(repeating: "x", count: 100)
    let defect = (try? AnswerPath(parsing: "$")).map { AnswerExpectation($0, .equals("ok")).defect(of: .string(text)) }
    #expect(defect == "has 'a\u{FFFD}b\(String(repeating: "x", count: 61))…' at $, not 'ok'")
  }

  @Test func whatMustNotBeShownIsHiddenBeforeATextIsShortened() throws {
    let long = String(repeating: "s3cret", count: 20)
    let expectation = AnswerExpectation(try AnswerPath(parsing: "$"), .oneOf(["ok", .string("not \(long)")]))
    let defect = expectation.defect(of: .string("a \(long) b")) { $0.replacing(long, with: "…") }
    #expect(defect == "has 'a … b' at $, not 'ok' or 'not …'")
    let nothing = AnswerExpectation(try AnswerPath(parsing: "$"), .exists(false))
    let shown = nothing.defect(of: .string("a \(long) b")) { $0.replacing(long, with: "…") }
    #expect(shown == "has 'a … b' at $, where nothing is expected")
  }
}
