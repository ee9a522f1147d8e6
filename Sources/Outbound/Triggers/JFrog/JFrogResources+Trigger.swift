import JFrogML
import Scheduling

extension JFrogResources {
  /// As a schedule file says it. YAML takes `2` for a number where the document wants a text, and the other way round.
  /// - Throws: for what the document does not know: the server would drop it without a word.
  init(_ json: JSONValue) throws(JFrogMLError) {
    self.init()
    guard case .object(let members) = json else { throw Self.refusal("resources is no object") }
    for (key, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      switch key {
      case "cpu": cpu = value.scalarText
      case "memory": memory = value.scalarText
      case "gpu": gpu = value.scalarText.flatMap { Int($0) }
      default: throw Self.refusal("resources has '\(key)'; known are cpu, memory and gpu")
      }
    }
    for (key, isRead) in [("cpu", cpu != nil), ("memory", memory != nil), ("gpu", gpu != nil)] where !isRead {
      if let value = members[key], value != .null {
        throw Self.refusal(key == "gpu" ? "gpu of resources is no whole number" : "\(key) of resources is no text")
      }
    }
  }

  private static func refusal(_ sentence: String) -> JFrogMLError { JFrogMLError(.refused, sentence, mayHaveBeenSent: false) }
}

extension JSONValue {
  /// A text, number or truth as text; nil for everything else.
  var scalarText: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let truth): String(truth)
    case .null, .array, .object: nil
    }
  }
}
