// The parser that Yams is made of, libyaml. Yams' own nodes take four times as long as the text.
import CYaml

/// What stands in a text, piece by piece, as libyaml tells it.
enum YAMLEvent {
  case documentStart
  case scalar(YAMLScalarEvent, Place, anchor: String?)
  case listStart(Place, anchor: String?)
  case listEnd
  case mappingStart(Place, anchor: String?)
  case mappingEnd
  case alias(String, Place)
  case documentEnd
  case end
}

struct YAMLScalarEvent {
  let text: String
  /// Without quotes, and no block of text.
  let isPlain: Bool
  /// Quotes stand around it, one on each side.
  let isQuoted: Bool
  /// As it is written; nil for none.
  let tag: String?
}

/// Reads one text from its beginning to its end.
final class YAMLEvents {
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
  private let linesBefore: Int

  /// - Parameter linesBefore: of the file, in front of the text.
  init(_ text: String, linesBefore: Int = 0) {
    self.linesBefore = linesBefore
    self.text = .allocate(capacity: text.utf8.count)
    _ = self.text.initialize(from: text.utf8)
    parser.initialize(to: yaml_parser_t())
    event.initialize(to: yaml_event_t())
    precondition(yaml_parser_initialize(parser) == 1, "there is no memory for reading YAML")
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, UnsafePointer(self.text.baseAddress), self.text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    event.deallocate()
    text.deallocate()
  }

  /// - Throws: what libyaml refuses; there is nothing behind it.
  func next() throws(YAMLSyntaxError) -> YAMLEvent {
    repeat {
      guard yaml_parser_parse(parser, event) == 1 else { throw failure }
    } while event.pointee.type == YAML_STREAM_START_EVENT
    defer { yaml_event_delete(event) }
    switch event.pointee.type {
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SCALAR_EVENT: return .scalar(scalar, place, anchor: Self.text(event.pointee.data.scalar.anchor))
    case YAML_SEQUENCE_START_EVENT: return .listStart(place, anchor: Self.text(event.pointee.data.sequence_start.anchor))
    case YAML_SEQUENCE_END_EVENT: return .listEnd
    case YAML_MAPPING_START_EVENT: return .mappingStart(place, anchor: Self.text(event.pointee.data.mapping_start.anchor))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(Self.text(event.pointee.data.alias.anchor) ?? "", place)
    default: return .end
    }
  }

  private var scalar: YAMLScalarEvent {
    let scalar = event.pointee.data.scalar
    let isQuoted = scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE || scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE
    return YAMLScalarEvent(
      text: String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self),
      isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, isQuoted: isQuoted, tag: Self.text(scalar.tag))
  }

  private var place: Place { place(event.pointee.start_mark) }

  /// libyaml counts from 0.
  private func place(_ mark: yaml_mark_t) -> Place { Place(line: linesBefore + Int(mark.line) + 1, column: Int(mark.column) + 1) }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? { pointer.map { String(cString: $0) } }

  private var failure: YAMLSyntaxError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? ""
    let context = state.context.map { (String(cString: $0), place(state.context_mark)) }
    switch state.error {
    case YAML_READER_ERROR:
      return YAMLSyntaxError(kind: .character, problem: problem, place: place(ofByte: Int(state.problem_offset)), context: context)
    case YAML_SCANNER_ERROR:
      return YAMLSyntaxError(kind: .token, problem: problem, place: place(state.problem_mark), context: context)
    case YAML_PARSER_ERROR:
      return YAMLSyntaxError(kind: .structure, problem: problem, place: place(state.problem_mark), context: context)
    default: return YAMLSyntaxError(kind: .other, problem: problem, place: nil, context: nil)
    }
  }

  private func place(ofByte offset: Int) -> Place {
    let before = text.prefix(offset)
    let newline = UInt8(ascii: "\n")
    let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
    let column = String(decoding: before[lineStart...], as: UTF8.self).unicodeScalars.count + 1
    return Place(line: linesBefore + before.count { $0 == newline } + 1, column: column)
  }
}

/// Something that is no YAML.
struct YAMLSyntaxError: Error {
  enum Kind {
    /// One that YAML does not allow.
    case character
    case token
    case structure
    /// An alias of nothing.
    case alias
    case other
  }

  let kind: Kind
  /// In libyaml's words.
  let problem: String
  /// It may be behind the last line.
  let place: Place?
  let context: (text: String, place: Place)?

  init(kind: Kind, problem: String, place: Place?, context: (String, Place)? = nil) {
    (self.kind, self.problem, self.place) = (kind, problem, place)
    self.context = context.map { (text: $0.0, place: $0.1) }
  }
}
