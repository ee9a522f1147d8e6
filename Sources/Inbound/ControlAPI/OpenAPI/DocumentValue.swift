/// A part of a JSON document that is written in Swift.
indirect enum DocumentValue: Sendable, Equatable {
  case object([String: DocumentValue])
  case list([DocumentValue])
  case text(String)
  case number(Int)
  case flag(Bool)
  case null
}

extension DocumentValue: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringInterpolation,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
  init(dictionaryLiteral elements: (String, DocumentValue)...) { self = .object(Dictionary(uniqueKeysWithValues: elements)) }
  init(arrayLiteral elements: DocumentValue...) { self = .list(elements) }
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .number(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }

  /// The same object with more members.
  func with(_ members: [String: DocumentValue]) -> DocumentValue {
    guard case .object(let own) = self else { preconditionFailure("\(self) is no object") }
    return .object(own.merging(members) { _, new in new })
  }
}

extension DocumentValue: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let members): try container.encode(members)
    case .list(let values): try container.encode(values)
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .flag(let flag): try container.encode(flag)
    case .null: try container.encodeNil()
    }
  }
}
