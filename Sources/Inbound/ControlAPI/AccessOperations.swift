import ControlMessages

/// Who may ask over the network, and how they get in.
package protocol AccessOperations: Sendable {
  /// A URL that signs in its first visitor as an admin; `conflict` when the daemon serves no page.
  func signInLink() async throws(ControlProblem) -> SignInLink
}
