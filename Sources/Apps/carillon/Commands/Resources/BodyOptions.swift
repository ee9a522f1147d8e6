import ArgumentParser
import ControlMessages
import Scheduling

/// What is sent: from a file, then member by member.
struct BodyOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A member that is a text; dots lead into objects, as in values.user=alice.", valueName: "key=text"),
    transform: { BodyMember(try Assignment($0)) })
  var set: [BodyMember] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A member that is anything else: null, true, 3, [\"a\"], {\"a\": 1}.", valueName: "key=json"),
    transform: { try BodyMember(json: try Assignment($0)) })
  var setJSON: [BodyMember] = []

  @Option(help: ArgumentHelp("A JSON object to begin with; - means standard input.", valueName: "file|-"))
  var file: String?

  func validate() throws {
    if set.isEmpty, setJSON.isEmpty, file == nil { throw ValidationError("give --set key=text, --set-json key=json, or --file") }
  }

  func members() throws -> [String: JSONValue] {
    var members = try file.map { try BodyFile(path: $0).members() } ?? [:]
    for member in set + setJSON { try member.add(to: &members) }
    return members
  }
}

/// `key=value`.
struct Assignment {
  let path: [String]
  let value: String

  init(_ text: String) throws {
    guard let sign = text.firstIndex(of: "=") else { throw ValidationError("there is no '=' in it; write key=value") }
    path = text[..<sign].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    value = String(text[text.index(after: sign)...])
    if path.contains("") { throw ValidationError("an empty key stands before '='; write key=value") }
  }
}
