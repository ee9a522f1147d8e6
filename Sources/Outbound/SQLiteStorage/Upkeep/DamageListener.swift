import Synchronization

/// Who is told that a call has come upon damage of the file.
final class DamageListener: Sendable {
  private let listener = Mutex<(@Sendable () -> Void)?>(nil)

  func listen(_ tell: @escaping @Sendable () -> Void) { listener.withLock { $0 = tell } }

  func tell() {
    let tell = listener.withLock { $0 }
    tell?()
  }
}
