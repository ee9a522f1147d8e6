/// A value of a YAML text with its place. Types are decided by who reads it, never by how it looks.
struct YAMLNode {
  enum Content {
    case scalar(YAMLScalar)
    case list([YAMLNode])
    case mapping([YAMLEntry])
    /// Something that is wrong and has been reported.
    case reported
  }

  let content: Content
  let place: Place
  /// Its place stands for a path of its own, as `JSONPlaces` gives one, and is not where its first key is.
  var hasPath = false
}

struct YAMLEntry {
  let key: String
  let keyPlace: Place
  let value: YAMLNode
}

struct YAMLScalar {
  let text: String
  /// Without quotes: it may stand for null, a number or a truth value.
  let isPlain: Bool
}

extension YAMLNode {
  var scalar: YAMLScalar? { if case .scalar(let scalar) = content { scalar } else { nil } }

  /// A key without a value counts as a key that is not there, so that commenting out what stands below it does no harm.
  var isNull: Bool {
    guard case .scalar(let scalar) = content, scalar.isPlain else { return false }
    switch scalar.text {
    case "", "~", "null": return true
    default: return false
    }
  }

  var isReported: Bool { if case .reported = content { true } else { false } }

  /// What it is, for a message: never its text, which may be a secret.
  var kind: String {
    switch content {
    case .scalar: isNull ? "nothing" : "text"
    case .list: "a list"
    case .mapping: "a mapping"
    case .reported: "something unreadable"
    }
  }
}
