import Glibc
import TestSupport

/// What triggers of these tests name in the environment of the process.
///
/// `make test` sets it before the process starts: libcurl reads the environment for each request, and a variable that is added
/// meanwhile may move it away under the reader. Where tests run without it, the first who needs it adds what is missing.
enum TestEnvironment {
  static let canary = (variable: "CARILLON_TEST_CANARY", value: "canary+7f3a/9c?e1")
  static let password = (variable: "CARILLON_TEST_PASSWORD", value: "canary-7f3a9ce1")
  static let hook = (variable: "CARILLON_TEST_HOOK", value: "T0/B0/s3cret")

  private static let isComplete: Bool = {
    for (variable, value) in [TargetUnderTest.secret, canary, password, hook] { setenv(variable, value, 0) }
    return true
  }()

  static func complete() { precondition(isComplete) }
}
