import Glibc
import SQLiteStorage

/// Work that SIGINT and SIGTERM end at any time, and that leaves no copy of a store behind then.
enum Interruptible {
  static func during<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
    let held = [SIGINT, SIGTERM].map { number -> HeldSignals in
      let signals = HeldSignals(number)
      signals.handle {
        PrivateFolder.removeAll()
        // As a shell tells of a program that a signal has ended.
        _exit(128 + number)
      }
      return signals
    }
    defer { withExtendedLifetime(held) {} }
    return try await work()
  }
}
