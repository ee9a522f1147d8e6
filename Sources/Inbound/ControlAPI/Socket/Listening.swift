import Synchronization

/// Whether the socket is in its place, and what went wrong when it should have come there.
final class Listening: Sendable {
  private enum State {
    case bound(ListeningSocket)
    case published(PublishedSocket)
    case failed(ControlServerError)
    case ended
  }

  private let state: Mutex<State>

  init(_ socket: ListeningSocket) {
    state = Mutex(.bound(socket))
  }

  /// Publishes the socket; false when that failed.
  func begin() -> Bool {
    state.withLock { state in
      guard case .bound(let socket) = state else { return false }
      do throws(ControlServerError) {
        state = .published(try socket.publish())
        return true
      } catch {
        // Told to end while it began, a server closes before it is published: that is no failure.
        state = socket.isClosed ? .ended : .failed(error)
        socket.discard()
        return false
      }
    }
  }

  /// Removes the socket from wherever it is.
  func end() {
    state.withLock { state in
      switch state {
      case .bound(let socket): socket.discard()
      case .published(let socket): socket.remove()
      case .failed, .ended: return
      }
      state = .ended
    }
  }

  var failure: ControlServerError? {
    state.withLock { state in
      guard case .failed(let error) = state else { return nil }
      return error
    }
  }
}
