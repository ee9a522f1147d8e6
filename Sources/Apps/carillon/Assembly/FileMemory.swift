import Engine
import Foundation
import Glibc
import Logging
import Services
import Values

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
  func keep(_ engine: SchedulerEngine, _ sync: ScheduleSync, instance: Identifier, log: Logger) async {
    let listing = await sync.settledFiles
    guard await engine.isIdle, let files = RememberedFiles(listing, await engine.statuses, instance: instance) else { return }
    do { try write(files.text) } catch {
      log.warning("the next start has to read the schedule files first", metadata: ["path": "\(path)", "error": "\(error)"])
    }
  }

  /// Half a text is no text: what a crash leaves of it is not taken.
  private func write(_ text: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(0o600))
    guard file >= 0 else { throw DaemonError(description: String(cString: strerror(errno))) }
    try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: Data(text.utf8))
  }
}
