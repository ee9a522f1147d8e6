import Scheduling
import Seams

/// Puts a fire's values into its trigger, at send time. What it reads from the environment, from files and from the secret
/// store goes to the target alone: never into the ledger, a log or an error.
struct TemplateRenderer {
  let fire: Fire
  var sources = TemplateSources.ofProcess
  /// What had to be waited for.
  private var read: [Template.Part: String] = [:]

  init(fire: Fire, sources: TemplateSources = .ofProcess) {
    self.fire = fire
    self.sources = sources
  }

  /// The same renderer, with everything at hand that the fire's trigger needs of the secret store and of files.
  func withSecrets() async throws(RenderingError) -> TemplateRenderer {
    var copy = self
    for part in fire.trigger.partsToWaitFor.sorted(by: { $0.written < $1.written }) { copy.read[part] = try await wait(for: part) }
    return copy
  }

  private func wait(for part: Template.Part) async throws(RenderingError) -> String {
    if case .secret(let name, let key) = part { return try await stored(name, key, part) }
    // Whoever calls may be on a queue that others need, and a file may lie on a server that does not answer.
    return try await withTaskExecutorPreference(globalConcurrentExecutor) { () async throws(RenderingError) in try text(of: part) }
  }

  func trigger() throws(RenderingError) -> Trigger { try rendering().trigger }

  func rendering() throws(RenderingError) -> Rendering {
    var secrets = SecretMask()
    let placed = try fire.trigger.mapURL { text throws(RenderingError) in try render(text, isURL: true, noting: &secrets) }
    let trigger = try placed.mapStrings { text throws(RenderingError) in try render(text, noting: &secrets) }
    let proxied = try trigger.mapProxy { text throws(RenderingError) in try render(proxy: text, noting: &secrets) }
    return Rendering(trigger: proxied, secrets: secrets)
  }

  /// What is filled in before the `@` is percent-encoded, so that no character of it ends the user's name or the password.
  private func render(proxy text: String, noting secrets: inout SecretMask) throws(RenderingError) -> String {
    guard Template.mayStand(in: text) else { return text }
    let parts = try Self.parts(of: text)
    let user = Self.userIndices(of: parts)
    var rendered = ""
    for (index, part) in parts.enumerated() {
      let value = try value(of: part, noting: &secrets)
      // What is written out is a part of a URL already.
      if case .text = part { rendered += value } else { rendered += user.contains(index) ? URLText.encoded(value) : value }
    }
    return rendered
  }

  /// Which parts of a URL stand between its `//` and its `@`, where these are written out.
  private static func userIndices(of parts: [Template.Part]) -> Range<Int> {
    let texts = parts.map { if case .text(let text) = $0 { text } else { "" } }
    guard let slashes = texts.firstIndex(where: { $0.contains("//") }), let at = texts.lastIndex(where: { $0.contains("@") }) else {
      return 0..<0
    }
    return slashes < at ? slashes + 1..<at : 0..<0
  }

  private func render(_ text: String, isURL: Bool = false, noting secrets: inout SecretMask) throws(RenderingError) -> String {
    // Most texts hold no template, and each fire comes this way.
    guard Template.mayStand(in: text) else { return text }
    var rendered = ""
    for part in try Self.parts(of: text) {
      if isURL { rendered += try value(inURL: part, noting: &secrets) } else { rendered += try value(of: part, noting: &secrets) }
    }
    return rendered
  }

  static func parts(of text: String) throws(RenderingError) -> [Template.Part] {
    do throws(TemplateError) {
      return try Template(parsing: text).parts
    } catch {
      throw RenderingError(error.problem)
    }
  }

  func value(of part: Template.Part, noting secrets: inout SecretMask) throws(RenderingError) -> String {
    let value = try value(of: part)
    if part.isSecret || part == .callbackURL { secrets.add(value, writtenAs: part.written) }
    return value
  }

  /// As `value(of:noting:)`, within a URL: a name may hold what would end its place there, or what no request can carry. What a
  /// reference stands for is a part of a URL already.
  func value(inURL part: Template.Part, noting secrets: inout SecretMask) throws(RenderingError) -> String {
    let value = try value(of: part, noting: &secrets)
    if case .variable = part { return URLText.encoded(value, keeping: "/:") }
    return value
  }

  private func value(of part: Template.Part) throws(RenderingError) -> String {
    switch part {
    case .text(let text): return text
    case .variable(let variable): return fire.value(of: variable)
    case .environment(let name):
      guard let value = MachineSecrets.environment(name) else {
        throw RenderingError("{{env:\(name)}}: the daemon's environment has no \(name)")
      }
      return value
    case .file, .credential, .secret:
      guard let value = read[part] else { throw RenderingError("\(part.written): it cannot be used in this place") }
      return value
    case .callbackURL:
      guard let url = sources.callbacks?.url(for: fire) else { throw RenderingError.noPublicURL }
      return url
    case .statusURL, .answer, .answerHeader:
      throw RenderingError("\(part.written): there is no answer to read yet")
    }
  }

  private func text(of part: Template.Part) throws(RenderingError) -> String {
    switch part {
    case .file(let path): return try MachineSecrets.text(of: path, for: part)
    case .credential(let name):
      guard let directory = sources.credentialsDirectory else {
        throw RenderingError("\(part.written): the daemon was given no credentials; LoadCredential=\(name):… in its unit does that")
      }
      return try MachineSecrets.text(of: "\(directory)/\(name)", for: part)
    default: preconditionFailure("\(part.written) is in no file")
    }
  }

  private func stored(_ name: String, _ key: String, _ part: Template.Part) async throws(RenderingError) -> String {
    guard let secrets = sources.secrets else {
      throw RenderingError("\(part.written): there is no ZenML server whose secret store could be asked")
    }
    do throws(SecretError) {
      return try await secrets.value(name, key)
    } catch {
      throw RenderingError("\(part.written): \(error.description)", isTemporary: error.kind == .unavailable)
    }
  }
}

/// A trigger as it is sent.
struct Rendering {
  let trigger: Trigger
  /// What came from references: a target may quote it in its answers.
  let secrets: SecretMask
}

struct RenderingError: Error {
  let sentence: String
  /// Later it may be possible.
  let isTemporary: Bool

  init(_ sentence: String, isTemporary: Bool = false) {
    self.sentence = sentence
    self.isTemporary = isTemporary
  }

  static let noPublicURL = RenderingError("a callback needs public_url in the configuration: nobody can call this daemon")

  var result: AttemptResult {
    isTemporary
      ? .unavailable(Reason("secret_unavailable", "its trigger cannot be filled in now: \(sentence)"))
      : .refused(.failed, Reason("bad_template", "its trigger cannot be filled in: \(sentence)"))
  }
}
