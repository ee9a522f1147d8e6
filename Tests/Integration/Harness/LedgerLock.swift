import Glibc
import TestSupport

/// Another process that holds the lock under which a daemon's store is written.
struct LedgerLock {
  private let holder: ProgramRun

  /// Returns when it is held.
  init(_ place: DaemonPlace) async throws {
    let program = """
      import signal, sqlite3, sys
      sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None).execute("BEGIN IMMEDIATE")
      print("held", flush=True)
      signal.pause()
      """
    let holder = try ProgramRun(
      "\(BuiltProgram.package)/.venv/bin/python", ["-c", program, place.directory.path("state/carillon.db")])
    try await eventually("the store's lock is held") {
      guard holder.isRunning else { throw UnexpectedAnswer(description: "the lock could not be taken: \(holder.errors)") }
      return holder.output
    } until: {
      $0.contains("held")
    }
    self.holder = holder
  }

  func release() async {
    holder.send(SIGKILL)
    _ = await holder.status
  }
}
