import Logging

/// Gives each message to journald with its metadata as fields: `journalctl SCHEDULE=nightly` finds what concerns one schedule.
package struct JournalLogHandler: LogHandler {
  package var logLevel = Logger.Level.info
  package var metadata: Logger.Metadata = [:]
  private let socket: JournalSocket
  /// Where a message goes that journald does not take.
  private let otherwise: any LogHandler

  package init(socket: JournalSocket, otherwise: any LogHandler) {
    self.socket = socket
    self.otherwise = otherwise
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, own in own }
    let pairs = fields.map { (key: $0.key, value: "\($0.value)") }.sorted { $0.key < $1.key }
    if socket.send(JournalEntry("\(event.message)", event.level, pairs)) { return }
    var line = event
    line.metadata = fields
    otherwise.log(event: line)
  }
}
