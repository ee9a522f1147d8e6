import Glibc
import Scheduling

/// Puts a fire's values into its trigger, at send time. What it reads from the environment and from files goes to the
/// target alone: never into the ledger, a log or an error.
struct TemplateRenderer {
  let fire: Fire

  func trigger() throws(RenderingError) -> Trigger { try rendering().trigger }

  func rendering() throws(RenderingError) -> Rendering {
    var secrets: [String] = []
    let trigger = try fire.trigger.mapStrings { text throws(RenderingError) in try render(text, noting: &secrets) }
    return Rendering(trigger: trigger, secrets: secrets)
  }

  private func render(_ text: String, noting secrets: inout [String]) throws(RenderingError) -> String {
    let template: Template
    do throws(TemplateError) {
      template = try Template(parsing: text)
    } catch {
      throw RenderingError(sentence: error.problem)
    }
    var rendered = ""
    for part in template.parts {
      let value = try value(of: part)
      rendered += value
      if part.readsMachine { secrets.append(value) }
    }
    return rendered
  }

  private func value(of part: Template.Part) throws(RenderingError) -> String {
    switch part {
    case .text(let text): return text
    case .variable(let variable): return fire.value(of: variable)
    case .environment(let name):
      guard let value = getenv(name) else {
        throw RenderingError(sentence: "{{env:\(name)}}: the daemon's environment has no \(name)")
      }
      return String(cString: value)
    case .file(let path): return try contents(of: path)
    }
  }

  /// The file's text without a newline at its end.
  private func contents(of path: String) throws(RenderingError) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw RenderingError(sentence: "{{file:\(path)}}: \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: Self.largestFile + 1)
    let count = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
    guard count >= 0, count <= Self.largestFile else {
      throw RenderingError(sentence: "{{file:\(path)}}: it is no text of at most \(Self.largestFile) bytes")
    }
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Credentials are short.
  private static let largestFile = 65_536
}

/// A trigger as it is sent.
struct Rendering {
  let trigger: Trigger
  /// What came from the environment and from files: a target may quote it in its answers.
  let secrets: [String]
}

struct RenderingError: Error {
  let sentence: String

  var result: AttemptResult { .refused(.failed, Reason("bad_template", "its trigger cannot be filled in: \(sentence)")) }
}

extension Template.Part {
  fileprivate var readsMachine: Bool {
    switch self {
    case .environment, .file: true
    case .text, .variable: false
    }
  }
}
