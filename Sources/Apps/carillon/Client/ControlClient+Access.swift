import ControlAPI
import ControlMessages

extension ControlClient: AccessOperations {
  func signInLink() async throws(ControlProblem) -> SignInLink {
    try await answer(SignInLink.self, "POST", ControlPaths.signInLinks)
  }
}
