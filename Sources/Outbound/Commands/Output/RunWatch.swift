import Dispatch
import Glibc

/// Tells that something in a run's directory changed, or that its supervisor ended: two descriptors, no thread.
final class RunWatch {
  /// One element stands for any number of changes. Ends when its reader is cancelled.
  let changes: AsyncStream<Void>

  private let files: any DispatchSourceRead
  private let end: any DispatchSourceRead

  /// - Parameter supervisor: A pidfd, which the watch closes.
  /// - Throws: The errno of inotify(7), which has a limit for each user.
  init(directory: String, supervisor: consuming OwnedDescriptor, queue: DispatchQueue) throws(SystemRefusal) {
    let notifications = OwnedDescriptor(inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)))
    guard notifications.number >= 0 else { throw SystemRefusal(number: errno) }
    let wanted = UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_DELETE_SELF)
    guard inotify_add_watch(notifications.number, directory, wanted) >= 0 else { throw SystemRefusal(number: errno) }
    let (changes, change) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    self.changes = changes
    files = Self.source(of: notifications.release(), queue: queue)
    end = Self.source(of: supervisor.release(), queue: queue)
    files.setEventHandler { [files] in
      Self.drain(Int32(files.handle))
      change.yield()
    }
    end.setEventHandler { [end] in
      // It stays readable for ever, so it is heard once.
      end.cancel()
      change.yield()
    }
    files.activate()
    end.activate()
  }

  /// Also ends the circle of a source and its handler.
  deinit {
    files.cancel()
    end.cancel()
  }

  private static func source(of descriptor: Int32, queue: DispatchQueue) -> any DispatchSourceRead {
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    // A descriptor is closed only when Dispatch has let go of it.
    source.setCancelHandler { close(descriptor) }
    return source
  }

  /// What changed is looked up in the files themselves.
  private static func drain(_ descriptor: Int32) {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
      while read(descriptor, buffer.baseAddress!, buffer.count) > 0 {}
    }
  }
}

/// An errno.
struct SystemRefusal: Error {
  let number: Int32
}
