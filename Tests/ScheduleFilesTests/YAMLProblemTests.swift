import Testing

@testable import ScheduleFiles

/// What YAML itself cannot read, word for word as it is printed.
@Suite struct YAMLProblemTests {
  @Test func anUnquotedStarNeedsQuotes() {
    #expect(
      problems(schedule(timing: "cron_expression: */5 * * * *")) == """
        f.yaml:2:18: text that begins with '*' means something else in YAML: put quotes around it
        cron_expression: */5 * * * *
                         ^
        """)
  }

  @Test(arguments: ["* * * * *", "*daily", "@daily", "`date`", "%H * * * *"])
  func anUnquotedReservedCharacterNeedsQuotes(value: String) {
    #expect(
      problems(schedule(timing: "cron_expression: \(value)")).hasPrefix(
        "f.yaml:2:18: text that begins with '\(value.prefix(1))' means something else"))
  }

  @Test func problemsBehindAnUnquotedStarAreFoundToo() {
    let text = schedule(timing: "cron_expression: * * * * *", more: "tiem_zone: UTC\npolicy: {overlap: allw}")
    #expect(
      problems(text) == """
        f.yaml:2:18: text that begins with '*' means something else in YAML: put quotes around it
        cron_expression: * * * * *
                         ^
        f.yaml:4:1: unknown key 'tiem_zone'; did you mean 'time_zone'?
        tiem_zone: UTC
        ^^^^^^^^^
        f.yaml:5:19: overlap 'allw' is not one of skip, buffer_one, buffer_all, cancel_other, terminate_other, allow; did you mean 'allow'?
        policy: {overlap: allw}
                          ^^^^
        """)
  }

  @Test func everyRepetitionOfAKeyIsReported() {
    #expect(
      problems(schedule(timing: "interval_seconds: 60\ninterval_seconds: 5\n\"interval_seconds\": 6")) == """
        f.yaml:3:1: 'interval_seconds' is given twice; line 2 has it already
        interval_seconds: 5
        ^^^^^^^^^^^^^^^^
        f.yaml:4:2: 'interval_seconds' is given twice; line 2 has it already
        "interval_seconds": 6
         ^^^^^^^^^^^^^^^^
        """)
  }

  @Test func whatIsWrongBeforeTheEndOfTheReadingIsTold() {
    #expect(
      problems("name: x\ntrigger:\n  kind: http\n  kind: http\nb: [1") == """
        f.yaml:4:3: 'kind' is given twice; line 3 has it already
          kind: http
          ^^^^
        f.yaml:5:6: cannot be read as YAML: did not find expected ',' or ']' while parsing a flow sequence that begins in line 5; check the indentation
        b: [1
             ^
        """)
  }

  @Test func aLineOfNothingButMistakesIsToldInPart() {
    let found = problems("{" + Array(repeating: "a", count: 3_000).joined(separator: ",") + "}")
    #expect(found.split(separator: "\n").count { $0.contains("is given twice") } == 100)
  }

  @Test func aRepeatedKeyOfAFlowMappingIsReported() {
    #expect(
      problems(schedule(more: "policy: {misfire: all, misfire: last}")) == """
        f.yaml:4:24: 'misfire' is given twice; line 4 has it already
        policy: {misfire: all, misfire: last}
                               ^^^^^^^
        """)
  }

  @Test func aTemplateWithoutQuotesNeedsThem() {
    let message = "put quotes around text that begins with {{"
    #expect(problems(schedule(trigger: "{kind: http, url: {{env:URL}}}")).hasPrefix("f.yaml:3:28: \(message)"))
    #expect(problems(schedule(trigger: "\n  kind: http\n  url: {{env:URL}}/runs")).contains(": \(message)"))
  }

  @Test(arguments: [
    (
      "name: [",
      "f.yaml:1:8: cannot be read as YAML: did not find expected node content while parsing a flow node that begins in line 1; check the indentation"
    ),
    ("a: b: c", "f.yaml:1:5: a ':' that YAML does not expect here; put quotes around text that holds ': ', or check the indentation"),
    ("name: \"x", "f.yaml:1:7: this quote is never closed"),
    ("name: x\n\tactive: true", "f.yaml:2:1: cannot be read as YAML: found a tab character that violates indentation"),
    ("name: \u{1}", "f.yaml:1:7: a character that YAML does not allow: control characters are not allowed"),
    ("name: !vault x", "f.yaml:1:7: a tag such as !vault has no meaning here; remove it"),
    ("- a", "f.yaml:1:1: a schedule must be a mapping (key: value), not a list"),
    ("hello", "f.yaml:1:1: a schedule must be a mapping (key: value), not text"),
  ])
  func whatIsNotUnderstoodHasAPlace(text: String, first: String) {
    #expect(problems(text).split(separator: "\n").contains { $0 == first })
  }

  @Test func documentsBeforeAnErrorAreCheckedToo() {
    let text = schedule(timing: "interval_seconds: 0") + "---\nname: ["
    #expect(problems(text).contains("f.yaml:2:19: interval_seconds: interval of 0 s is below one second"))
    #expect(problems(text).contains("f.yaml:5:8: cannot be read as YAML"))
  }

  @Test func theLinesOfAFileFromWindowsAreCountedRight() {
    let text = schedule(timing: "interval_seconds: 0").split(separator: "\n").joined(separator: "\r\n")
    #expect(problems("\u{FEFF}" + text).hasPrefix("f.yaml:2:19: "))
  }

  @Test func aliasesThatRepeatTooMuchAreRefused() {
    let bomb = (1...9).reduce("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n") { text, level in
      text + "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    #expect(problems(bomb).contains("more than 100000 values; aliases (*name) may repeat too much"))
  }

  @Test(arguments: [100, 5_000]) func deepNestingIsRefused(levels: Int) {
    #expect(problems("x: " + String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).contains("nested"))
  }

  @Test func aLongLineIsCutAroundThePlace() {
    let lines = problems("name: \(String(repeating: "a", count: 5_000))").split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 300 })
  }

  @Test func carriesTabsIntoTheCaretLine() {
    let problem = FileProblem(file: "f", place: Place(line: 1, column: 3, length: 2), message: "wrong", sourceLine: "\ta bc")
    #expect(problem.description == "f:1:3: wrong\n\ta bc\n\t ^^")
  }
}
