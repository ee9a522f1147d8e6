import FoundationEssentials
import Synchronization
import Values

/// What a route tells the audit log about the request that it answers; whatever it leaves out, `WriteRecorder` finds out or
/// leaves empty. Nothing that is noted may hold a secret.
package final class WriteNote: Sendable {
  struct Content {
    var subject: String?
    var before: JSONValue?
    var after: JSONValue?
  }

  private let state = Mutex(Content())

  package init() {}

  var content: Content { state.withLock { $0 } }

  /// What the request is about: a name, an id, a path.
  package func subject(_ text: String) { state.withLock { $0.subject = text } }
  package func before(_ value: JSONValue?) { state.withLock { $0.before = value } }
  package func after(_ value: JSONValue?) { state.withLock { $0.after = value } }
}

extension JSONValue {
  /// A message as JSON; null when it has no JSON form.
  init(message: some Encodable) {
    let bytes = try? JSONEncoder().encode(message)
    self = bytes.flatMap { try? JSONDecoder().decode(JSONValue.self, from: $0) } ?? .null
  }

  /// Nil when the bytes are no JSON.
  init?(text bytes: some Sequence<UInt8>) {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
    self = value
  }
}
