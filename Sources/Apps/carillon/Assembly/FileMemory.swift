import Engine
import Foundation
import Glibc
import Logging
import Services

/// The file of the state directory in which an orderly end leaves what it knows of the schedule files.
struct FileMemory {
  private let path: String

  init(stateDirectory: String) { path = "\(stateDirectory)/files.fingerprint" }

  /// What the last life left. Once: a life that does not come to an orderly end leaves nothing.
  func take() -> RememberedFiles? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    guard unlink(path) == 0 else { return nil }
    return text.flatMap { RememberedFiles($0) }
  }

  /// To be called when nothing changes any more.
  func keep(_ engine: SchedulerEngine, _ sync: ScheduleSync, log: Logger) async {
    let listing = await sync.settledFiles
    guard await engine.isIdle, let files = RememberedFiles(listing, await engine.statuses) else { return }
    let isWritten = FileManager.default.createFile(
      atPath: path, contents: Data(files.text.utf8), attributes: [.posixPermissions: 0o600])
    if !isWritten {
      let problem = String(cString: strerror(errno))
      log.warning("the next start has to read the schedule files first", metadata: ["path": "\(path)", "error": "\(problem)"])
    }
  }
}
