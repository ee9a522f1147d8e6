import Logging
import Synchronization

/// Keeps what the log says, without what stands beside it.
struct SaidLines: LogHandler {
  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  private let lines = Lines()
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  var all: [String] { lines.all.withLock { $0 } }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    lines.all.withLock { $0.append("\(event.message)") }
  }
}
