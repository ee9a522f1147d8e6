import Foundation
import Glibc

/// Where the build put what is tested.
enum BuiltProgram {
  /// The real program: SwiftPM puts it next to the test program. `CARILLON_TEST_PROGRAM` names another build of it.
  static let carillon =
    ProcessInfo.processInfo.environment["CARILLON_TEST_PROGRAM"]
    ?? URL(fileURLWithPath: testProgram).deletingLastPathComponent().appendingPathComponent("carillon").path

  /// The package, by this file's own place in it.
  static let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.path

  private static var testProgram: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
