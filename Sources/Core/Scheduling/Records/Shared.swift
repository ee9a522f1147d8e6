/// A value in a place of its own, which copies share until one of them is changed.
struct Shared<Content: Hashable & Sendable>: Hashable, Sendable {
  /// @unchecked Sendable: changed only while one value alone holds it.
  private final class Storage: @unchecked Sendable {
    @exclusivity(unchecked) var content: Content
    init(_ content: Content) { self.content = content }
  }

  private var storage: Storage

  init(_ content: Content) { storage = Storage(content) }

  var content: Content {
    _read { yield storage.content }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.content) }
      yield &storage.content
    }
  }

  /// True for values that share one place.
  func isIdentical(to other: Shared) -> Bool { storage === other.storage }

  static func == (a: Shared, b: Shared) -> Bool { a.isIdentical(to: b) || a.content == b.content }
  func hash(into hasher: inout Hasher) { hasher.combine(content) }
}
