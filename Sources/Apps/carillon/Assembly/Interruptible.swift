import Glibc
import SQLiteStorage

/// Work that SIGINT and SIGTERM end at any time.
enum Interruptible {
  /// No copy of a store is left behind then.
  static func during<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
    let held = hold { PrivateFolder.removeAll() }
    defer { withExtendedLifetime(held) {} }
    return try await work()
  }

  /// - Parameter atSignal: what is done first then.
  static func during<Value: Sendable>(
    _ work: () async throws -> Value, atSignal: @escaping @Sendable () -> Void
  ) async throws -> Value {
    let held = hold(atSignal)
    defer { withExtendedLifetime(held) {} }
    return try await work()
  }

  private static func hold(_ atSignal: @escaping @Sendable () -> Void) -> [HeldSignals] {
    [SIGINT, SIGTERM].map { number in
      let signals = HeldSignals(number)
      signals.handle {
        atSignal()
        // As a shell tells of a program that a signal has ended.
        _exit(128 + number)
      }
      return signals
    }
  }
}
