/// A place in a JSON answer: `$`, `$.id`, `$.jobs[0].state`, `$['my key']`.
///
/// The part of JSONPath (RFC 9535) that names exactly one place: member names and indexes, none counted from the end.
package struct AnswerPath: Hashable, Sendable {
  package enum Step: Hashable, Sendable {
    case member(String)
    case item(Int)
  }

  package let steps: [Step]
  /// As it was written.
  package let text: String

  package init(parsing text: String) throws(AnswerPathError) {
    var reader = AnswerPathReader(text)
    steps = try reader.steps()
    self.text = text
  }

  /// What is there; nil when nothing is. A JSON null is something.
  package func value(in answer: JSONValue) -> JSONValue? {
    var value = answer
    for step in steps {
      switch step {
      case .member(let name):
        guard let member = value[name] else { return nil }
        value = member
      case .item(let index):
        guard let items = value.arrayValue, items.indices.contains(index) else { return nil }
        value = items[index]
      }
    }
    return value
  }
}

extension AnswerPath: Codable, CustomStringConvertible {
  package var description: String { text }

  package init(from decoder: any Decoder) throws {
    try self.init(parsing: decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

package struct AnswerPathError: Error, Hashable, Sendable {
  /// Counted from 0, in characters.
  package let position: Int
  package let problem: String
}

private struct AnswerPathReader {
  private let characters: [Character]
  private var position = 0
  /// No answer is deeper by intent.
  private static let stepLimit = 32

  init(_ text: String) { characters = Array(text) }

  mutating func steps() throws(AnswerPathError) -> [AnswerPath.Step] {
    guard take("$") else { throw wrong("must begin with $, which stands for the whole answer") }
    var steps: [AnswerPath.Step] = []
    while position < characters.count {
      steps.append(try step())
      guard steps.count <= Self.stepLimit else { throw wrong("has more than \(Self.stepLimit) steps") }
    }
    return steps
  }

  private mutating func step() throws(AnswerPathError) -> AnswerPath.Step {
    if take(".") { return .member(try plainName()) }
    guard take("[") else { throw wrong("needs .name or [index] here") }
    let step = try take("'") ? AnswerPath.Step.member(quotedName()) : .item(index())
    guard take("]") else { throw wrong("needs ] here") }
    return step
  }

  private mutating func plainName() throws(AnswerPathError) -> String {
    let name = takeWhile { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    guard !name.isEmpty else { throw wrong("needs a name here; write ['…'] for one with other characters") }
    return name
  }

  private mutating func quotedName() throws(AnswerPathError) -> String {
    let name = takeWhile { $0 != "'" }
    guard take("'") else { throw wrong("needs ' at the end of the name") }
    return name
  }

  private mutating func index() throws(AnswerPathError) -> Int {
    let start = position
    let digits = takeWhile { ("0"..."9").contains($0) }
    guard let index = Int(digits) else {
      position = start
      throw wrong("needs an index from 0 on, or a name in quotes, here")
    }
    return index
  }

  private mutating func take(_ character: Character) -> Bool {
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  private mutating func takeWhile(_ belongs: (Character) -> Bool) -> String {
    let taken = characters[position...].prefix(while: belongs)
    position = taken.endIndex
    return String(taken)
  }

  private func wrong(_ problem: String) -> AnswerPathError { AnswerPathError(position: position, problem: problem) }
}
