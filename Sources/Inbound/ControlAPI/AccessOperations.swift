import ControlMessages

/// Who may ask over the network, and how they get in.
package protocol AccessOperations: Sendable {
  /// A URL that signs in its first visitor as an admin; `conflict` when the daemon serves no page.
  func signInLink() async throws(ControlProblem) -> SignInLink

  /// By name, then by when they were made; never the keys themselves.
  func keys() async throws(ControlProblem) -> [KeyItem]
  /// `conflict` when a key of that name is in force.
  func createKey(_ request: KeyRequest) async throws(ControlProblem) -> NewKey
  /// A new key of that name and role, beside which the old one stays good for a while.
  func rotateKey(_ name: String, _ rotation: KeyRotation) async throws(ControlProblem) -> NewKey
  /// Those that are no longer good.
  func revokeKey(_ name: String) async throws(ControlProblem) -> [KeyItem]
}
