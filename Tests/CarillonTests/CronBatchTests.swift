import Testing

@testable import carillon

@Suite struct CronBatchTests {
  private let batch = CronBatch(zoneNamed: CommandParts.zone(named:), now: { sampleMoments.now })

  private func answer(_ lines: String...) -> String {
    var output: [UInt8] = []
    for line in lines { batch.answer(Array(line.utf8), to: &output) }
    return String(decoding: output, as: UTF8.self)
  }

  private func error(_ line: String) -> Substring {
    let text = answer(line)
    return text.dropLast(2).split(separator: ",\"error\":").last ?? ""
  }

  @Test func answersComeInTheOrderOfTheirLines() {
    #expect(
      answer(
        #"{"id":"a","pattern":"30 1 * * *","tz":"Europe/Berlin","from":"2026-03-28T00:00:00Z","count":2}"#,
        #"{"id":2,"pattern":"0 25 * * *"}"#, " \t\r", #"{"pattern":"@daily"}"#) == """
          {"id":"a","next":["2026-03-28T00:30:00Z","2026-03-29T00:30:00Z"],"warnings":["dst-window"]}
          {"id":2,"error":{"code":"out-of-range","field":"hour","pos":2,"length":2,"message":"25 is out of range 0-23"}}
          {"id":null,"next":["2026-11-22T00:00:00Z"],"warnings":[]}

          """)
  }

  @Test func anIDComesBackAsItIsSpelled() {
    for id in ["1e3", "123456789012345678901234567890", #""\u00e5\/""#, "[1, {\"a\": null}]", "true", "-0.50"] {
      #expect(answer("{\"pattern\": \"@reboot\", \"id\" : \(id) }") == "{\"id\":\(id),\"event\":\"reboot\"}\n")
    }
  }

  @Test func whatNeverFiresHasNoFiresAndAWarning() {
    #expect(answer(#"{"id":1,"pattern":"0 0 30 2 *","count":9}"#) == #"{"id":1,"next":[],"warnings":["never-fires"]}"# + "\n")
  }

  @Test func yearsThatAreUsedUpGiveFewerFires() {
    let line = #"{"pattern":"0 0 0 1 1 * 2027","count":5}"#
    #expect(answer(line) == #"{"id":null,"next":["2027-01-01T00:00:00Z"],"warnings":[]}"# + "\n")
  }

  @Test func aHashIsChosenFromTheSeed() {
    #expect(
      answer(#"{"id":1,"pattern":"H H * * *","seed":"etl-daily"}"#) == #"{"id":1,"next":["2026-11-21T13:16:00Z"],"warnings":[]}"# + "\n")
    #expect(error(#"{"pattern":"H H * * *"}"#).hasPrefix(#"{"code":"no-seed","field":"minute","pos":0,"length":1,"#))
  }

  @Test(arguments: [
    ("2024-01-01T09:00:00Z", "2024-01-01T09:01:00Z"),
    ("2024-01-01T08:59:59.999999999Z", "2024-01-01T09:00:00Z"),
    ("2024-01-01T10:59:59.5+02:00", "2024-01-01T09:00:00Z"),
    ("2024-01-01 03:29:30-0530", "2024-01-01T09:00:00Z"),
    ("2024-01-01T08:59", "2024-01-01T09:00:00Z"),
  ])
  func firesLieStrictlyAfterFrom(from: String, next: String) {
    #expect(answer(#"{"pattern":"* * * * *","from":"\#(from)"}"#) == #"{"id":null,"next":["\#(next)"],"warnings":[]}"# + "\n")
  }

  @Test func aPrefixInThePatternWinsOverTheZone() {
    let line = #"{"pattern":"TZ=Asia/Tokyo 0 9 * * *","tz":"Europe/Berlin"}"#
    #expect(answer(line).contains("2026-11-22T00:00:00Z"))
    #expect(error(#"{"pattern":"TZ=Mars/Base 0 9 * * *"}"#).hasPrefix(#"{"code":"bad-time-zone","field":null,"pos":3,"length":9,"#))
  }

  @Test(arguments: [
    (#"{"id":1,"pattern":"@daily","tz":"Mars/Base"}"#, #"{"code":"bad-time-zone","field":null,"pos":32,"length":11,"#),
    (#"{"id":1,"pattern":"@daily","count":0}"#, #"{"code":"bad-count","field":null,"pos":35,"length":1,"#),
    (#"{"id":1,"pattern":"@daily","count":10001}"#, #"{"code":"bad-count","field":null,"pos":35,"length":5,"#),
    (#"{"id":1,"pattern":"@daily","count":2.0}"#, #"{"code":"bad-count","field":null,"pos":35,"length":3,"#),
    (#"{"id":1,"pattern":"@daily","from":"then"}"#, #"{"code":"bad-from","field":null,"pos":34,"length":6,"#),
    (#"{"id":1,"pattern":["@daily"]}"#, #"{"code":"bad-json","field":null,"pos":18,"length":10,"message":"pattern must be a string"}"#),
    (#"{"id":1,"pattern":null}"#, #"{"code":"bad-json","field":null,"pos":23,"length":0,"message":"pattern is missing"}"#),
    (#"{"id":1,"seed":"a","seed":"b"}"#, #"{"code":"bad-json","field":null,"pos":26,"length":3,"message":"seed is given twice"}"#),
    (#"{"id":1,"pattern":"@daily""#, #"{"code":"bad-json","field":null,"pos":26,"length":0,"message":"expected ',' or '}'"}"#),
  ])
  func aMistakeInTheLineIsPointedAtInTheLine(line: String, start: String) {
    #expect(answer(line).hasPrefix("{\"id\":1,\"error\":"))
    #expect(error(line).hasPrefix(start), "\(error(line))")
  }

  @Test func anIDBehindAMistakeInAMemberIsFound() {
    #expect(answer(#"{"count":"x","pattern":"@daily","id":5}"#).hasPrefix(#"{"id":5,"error":{"code":"bad-count""#))
  }

  @Test func anIDBehindBrokenJSONIsNull() {
    #expect(answer(#"{pattern:"@daily","id":5}"#).hasPrefix(#"{"id":null,"error":{"code":"bad-json""#))
    #expect(answer("nonsense").hasPrefix(#"{"id":null,"error":{"code":"bad-json","field":null,"pos":0,"length":1,"#))
  }

  @Test func unknownMembersAndNullsAreIgnored() {
    let line = #"{"next":[{"x":[]}],"tz":null,"from":null,"count":null,"seed":null,"pattern":"@daily","id":1}"#
    #expect(answer(line) == #"{"id":1,"next":["2026-11-22T00:00:00Z"],"warnings":[]}"# + "\n")
  }

  @Test func whatIsQuotedInAMessageIsEscaped() {
    #expect(error(#"{"pattern":"0 9 * * \"\\\""}"#).contains(#"'\"\\\"'"#))
    #expect(error(#"{"pattern":"0 9 * * \u0001"}"#).contains(#""code":"bad-character""#))
  }

  @Test func aLineWithoutEndIsRefusedWithItsID() {
    let line = #"{"id":1,"seed":""# + String(repeating: "x", count: CronBatchRequest.longestLine)
    #expect(error(line).contains("the line is longer than 1048576 bytes"))
    #expect(answer(line).hasPrefix("{\"id\":1,"))
  }

  @Test func manyFiresAreGivenAtOnce() {
    let answer = answer(#"{"pattern":"* * * * * *","count":10000}"#)
    #expect(answer.split(separator: ",").count == 10_002)
  }
}
