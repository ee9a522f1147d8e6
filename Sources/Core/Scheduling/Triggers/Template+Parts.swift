extension Template.Part {
  /// - Parameter inner: what stands between the braces.
  init(parsing inner: Substring, of text: String) throws(TemplateError) {
    if let variable = Template.Variable(rawValue: String(inner)) {
      self = .variable(variable)
      return
    }
    let name = String(inner.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, !parts[1].isEmpty, let reference = try Self.reference(parts[0], String(parts[1]), of: text) {
      self = reference
    } else if let variable = Template.Variable(rawValue: name) {
      self = .variable(variable)
    } else {
      switch name {
      case "callback_url": self = .callbackURL
      case "status_url": self = .statusURL
      default: throw TemplateError(text: text, problem: "'{{\(name)}}' is not a variable; known are \(Self.known)")
      }
    }
  }

  private static func reference(_ kind: Substring, _ value: String, of text: String) throws(TemplateError) -> Template.Part? {
    switch kind {
    case "env": return .environment(value)
    case "file": return .file(value)
    case "credential":
      guard !value.contains("/"), value != ".", value != ".." else {
        throw TemplateError(text: text, problem: "'{{credential:\(value)}}' must be the name of a credential, not a path")
      }
      return .credential(value)
    case "secret":
      guard let dot = value.lastIndex(of: "."), dot != value.startIndex, value.index(after: dot) != value.endIndex else {
        throw TemplateError(text: text, problem: "'{{secret:\(value)}}' must name a secret and a key of it: {{secret:NAME.KEY}}")
      }
      return .secret(name: String(value[..<dot]), key: String(value[value.index(after: dot)...]))
    case "header": return .answerHeader(value)
    case "answer":
      do throws(AnswerPathError) {
        return .answer(try AnswerPath(parsing: value))
      } catch {
        throw TemplateError(text: text, problem: "'{{answer:\(value)}}' \(error.problem)")
      }
    default: return nil
    }
  }

  private static let known =
    (Template.Variable.allCases.map(\.rawValue) + ["env:NAME", "file:PATH", "credential:NAME", "secret:NAME.KEY"]).joined(separator: ", ")

  /// As it is written; for `.text` the text itself.
  package var written: String {
    switch self {
    case .text(let text): text
    case .variable(let variable): "{{\(variable.rawValue)}}"
    case .environment(let name): "{{env:\(name)}}"
    case .file(let path): "{{file:\(path)}}"
    case .credential(let name): "{{credential:\(name)}}"
    case .secret(let name, let key): "{{secret:\(name).\(key)}}"
    case .callbackURL: "{{callback_url}}"
    case .statusURL: "{{status_url}}"
    case .answer(let path): "{{answer:\(path)}}"
    case .answerHeader(let name): "{{header:\(name)}}"
    }
  }

  /// True for what says where a secret stands.
  package var isSecret: Bool {
    switch self {
    case .environment, .file, .credential, .secret: true
    case .text, .variable, .callbackURL, .statusURL, .answer, .answerHeader: false
    }
  }

  /// True for what may take its time.
  var isWaitedFor: Bool {
    switch self {
    case .file, .credential, .secret: true
    case .text, .variable, .environment, .callbackURL, .statusURL, .answer, .answerHeader: false
    }
  }

  /// True for a secret of this machine.
  package var readsMachine: Bool {
    switch self {
    case .environment, .file, .credential: true
    case .text, .variable, .secret, .callbackURL, .statusURL, .answer, .answerHeader: false
    }
  }
}

/// What besides the fire's values a template may read, where it stands.
package struct TemplateScope: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let callback = TemplateScope(rawValue: 1)
  package static let statusURL = TemplateScope(rawValue: 2)
  package static let answer = TemplateScope(rawValue: 4)
}

extension Template {
  /// What stands in it and has no meaning in `scope`, with the reason.
  package func problem(in scope: TemplateScope) -> String? {
    for part in parts {
      switch part {
      case .callbackURL where !scope.contains(.callback): return "'\(part.written)' needs an http trigger with callback: true"
      case .statusURL where !scope.contains(.statusURL): return "'\(part.written)' is known only in follow.cancel.url"
      case .answer where !scope.contains(.answer), .answerHeader where !scope.contains(.answer):
        return "'\(part.written)' reads an answer, which is known only in follow.status_url and follow.cancel.url"
      default: continue
      }
    }
    return nil
  }
}
