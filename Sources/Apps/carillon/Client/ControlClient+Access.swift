import ControlAPI
import ControlMessages

extension ControlClient: AccessOperations {
  func signInLink() async throws(ControlProblem) -> SignInLink {
    try await answer(SignInLink.self, "POST", ControlPaths.signInLinks)
  }

  func keys() async throws(ControlProblem) -> [KeyItem] {
    try await answer(ItemList<KeyItem>.self, "GET", ControlPaths.keys).items
  }

  func createKey(_ request: KeyRequest) async throws(ControlProblem) -> NewKey {
    try await answer(NewKey.self, "POST", ControlPaths.keys, body: request)
  }

  func rotateKey(_ name: String, _ rotation: KeyRotation) async throws(ControlProblem) -> NewKey {
    try await answer(NewKey.self, "POST", ControlPaths.key(try named(name)) + "/rotate", body: rotation)
  }

  func revokeKey(_ name: String) async throws(ControlProblem) -> [KeyItem] {
    try await answer(ItemList<KeyItem>.self, "POST", ControlPaths.key(try named(name)) + "/revoke").items
  }
}
