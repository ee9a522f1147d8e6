import Scheduling

/// What a server says about itself to anyone.
package struct ZenMLServerInfo: Sendable, Equatable, Decodable {
  package let id: Identifier
  /// `0.98.0`.
  package let version: String
}
