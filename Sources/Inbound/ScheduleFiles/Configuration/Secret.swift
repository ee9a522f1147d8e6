/// A password, key or token. It is never printed, logged or encoded: whoever needs it asks for `value`.
package struct Secret: Hashable, Sendable {
  package let value: String

  package init(_ value: String) {
    self.value = value
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(secret)" }
  package var debugDescription: String { "(secret)" }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
