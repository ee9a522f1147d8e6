import Foundation
import TestSupport

extension DaemonPlace {
  /// Posts to the socket of the daemon that runs here, as a program other than `carillon` does.
  /// - Returns: the status of the answer.
  func post(_ path: some StringProtocol, _ body: String) async throws -> Int? {
    let folder = "\(BuiltProgram.package)/Tests/Fixtures/control-api"
    let run = try ProgramRun(
      "\(BuiltProgram.package)/.venv/bin/python",
      ["-B", "\(folder)/post.py", directory.path("state/carillon.sock"), String(path), body])
    _ = await run.status
    return Int(run.output.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}
