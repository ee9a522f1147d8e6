import Foundation
import Scheduling
import TestSupport
import Testing

@testable import SQLiteStorage

/// The store's own reader and writer of triggers, beside the ones that Swift derives.
struct TriggerTextTests {
  /// An http trigger with something in every option.
  private static var optionsTriggers: [Trigger] {
    guard let path = try? AnswerPath(parsing: "$.jobs[0]['my key']") else { return [] }
    let polling = StatusPolling(
      url: "{{header:Location}}?key={{secret:a.b}}", statusPath: path, succeeded: ["4"], failed: [], cancelled: ["x", "\""],
      intervalSeconds: 2, longestIntervalSeconds: 9, timeoutSeconds: 60, cancel: .init(method: "DELETE", url: "{{status_url}}"))
    let expect = [
      AnswerExpectation(path, .equals(["a": [1, .number(0.5)]])), AnswerExpectation(path, .oneOf(["a", nil])),
      AnswerExpectation(path, .exists(false)),
    ]
    let connection = HTTPConnection(
      connectTimeoutSeconds: 3, largestAnswerBytes: 9, followsRedirects: true, authoritiesFile: "/a", certificateFile: "/b", keyFile: "/c",
      proxy: "http://u:{{file:/p}}@p:1")
    return [
      .http(
        HTTPTrigger(
          url: "https://a.example", query: ["q": "{{due}}"], form: ["f": "{{secret:a.b}}"], expect: expect, ending: .polled(polling),
          connection: connection)),
      .http(HTTPTrigger(url: "", query: [:], form: [:], expect: [], ending: .calledBack(timeoutSeconds: 5), connection: HTTPConnection())),
    ]
  }

  /// As versions wrote it that knew no options.
  @Test func whatWasWrittenBeforeThereWereOptionsIsRead() throws {
    let text = #"{"http":{"_0":{"headers":{},"method":"PUT","success":[[200,299]],"timeoutSeconds":7,"url":"http://a/"}}}"#
    let trigger = Trigger.http(HTTPTrigger(method: "PUT", url: "http://a/", timeoutSeconds: 7))
    #expect(try read(text) == trigger)
    #expect(try JSONDecoder().decode(Trigger.self, from: Data(text.utf8)) == trigger)
    #expect(self.text(of: trigger) == text)
  }

  @Test(arguments: StoreSamples.triggers + optionsTriggers)
  func bothReadWhatTheOtherWrites(trigger: Trigger) throws {
    #expect(try read(String(decoding: JSONEncoder().encode(trigger), as: UTF8.self)) == trigger)
    #expect(try JSONDecoder().decode(Trigger.self, from: Data(text(of: trigger).utf8)) == trigger)
    #expect(try read(text(of: trigger)) == trigger)
  }

  @Test func whatIsLeftOutOfATriggerIsLeftOutOfItsText() throws {
    let headers = ["Accept": "application/json", "Content-Type": "text/csv", "X-Api-Key": "s3cret"]
    let trigger = Trigger.http(HTTPTrigger(url: "http://a/", headers: headers, query: ["accept": "s3cret"]))
    #expect(try read(text(of: trigger)) == trigger.withoutSecrets)
    guard case .http(let http) = try read(text(of: trigger)) else { return #expect(Bool(false)) }
    #expect(http.headers["Accept"] == "application/json" && http.headers["X-Api-Key"] == "(not stored)")
  }

  /// A field that is added to a trigger has to be added here.
  @Test func everyFieldIsWritten() {
    #expect(Mirror(reflecting: HTTPTrigger(url: "")).children.count == 11)
    #expect(Mirror(reflecting: DeploymentTrigger()).children.count == 3)
    #expect(Mirror(reflecting: CommandTrigger(argv: [])).children.count == 5)
    // All but `alerts`, which the files say anew at each start.
    #expect(StoreSamples.fieldCount(ofShared: StoreSamples.revision().definition) == 9)
    #expect(Mirror(reflecting: StoreSamples.revision().definition.record).children.count == 14)
  }

  @Test(arguments: [
    (#""aé\n\"\\\/\u00e9\ud83d\udd14""#, JSONValue.string("aé\n\"\\/é🔔")), (#""\ud83d x""#, .string("\u{FFFD} x")),
    ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9.223372036854775808e18)),
    ("2.5e-3", .number(0.0025)), (" [ 1 , [ ] , { } ] ", .array([1, .array([]), .object([:])])), ("null", .null), ("true", .bool(true)),
  ])
  func valuesAreRead(text: String, value: JSONValue) throws {
    #expect(try scan(text) { scanner throws(JSONScanner.Failure) in try scanner.value() } == value)
  }

  @Test(arguments: ["", "{", "[1", #""abc"#, "tru", "{\"a\" 1}", "{\"a\":}", "-", "\"\\", "\"\\u12\"", String(repeating: "[", count: 5000)])
  func whatIsNotJSONIsRefused(text: String) {
    #expect(throws: JSONScanner.Failure.self) {
      try scan(text) { scanner throws(JSONScanner.Failure) in try scanner.value() }
    }
  }

  @Test(arguments: [
    #"{"http": 1}"#, #"{"email": {"_0": {}}}"#, "{}", #"{"http": {"_0": {}}} x"#, #"{"http": {"_0": {"success": [[2, 1]]}}}"#,
  ])
  func whatIsNoTriggerIsRefused(text: String) {
    #expect(throws: JSONScanner.Failure.self) { try read(text) }
  }

  private func text(of trigger: Trigger) -> String {
    var writer = JSONWriter()
    var values = WrittenValues()
    writer.trigger(trigger, &values)
    return writer.withText { String(decoding: $0, as: UTF8.self) }
  }

  private func read(_ text: String) throws(JSONScanner.Failure) -> Trigger {
    try scan(text) { scanner throws(JSONScanner.Failure) in try scanner.trigger() }
  }

  private func scan<Value>(
    _ text: String, _ body: (inout JSONScanner) throws(JSONScanner.Failure) -> Value
  ) throws(JSONScanner.Failure) -> Value {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBufferPointer { buffer in
      var scanner = JSONScanner(buffer)
      return Result { () throws(JSONScanner.Failure) in try body(&scanner) }
    }
    return try result.get()
  }
}
