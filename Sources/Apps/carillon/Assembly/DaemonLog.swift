import CivilTime
import Foundation
import Glibc
import HostTime
import Logging
import ScheduleFiles
import Systemd

/// The daemon's log, on standard error: constant messages with metadata, so that one search follows one fire.
enum DaemonLog {
  /// - Parameter quiet: only what needs attention, where standard output tells the rest.
  static func make(_ configuration: Configuration, quiet: Bool) -> Logger {
    let handler = handler(configuration.logFormat, journalStream: ProcessInfo.processInfo.environment["JOURNAL_STREAM"])
    var log = Logger(label: "carillon") { _ in handler }
    let level = Logger.Level(rawValue: configuration.logLevel.rawValue) ?? .info
    log.logLevel = quiet ? max(level, .warning) : level
    return log
  }

  /// Fields for journald where standard error leads there, unless JSON is asked for; lines otherwise.
  private static func handler(_ format: Configuration.LogFormat, journalStream: String?) -> any LogHandler {
    let lines = LineLogHandler(format: format)
    guard format == .text, JournalStream.holds(descriptor: STDERR_FILENO, variable: journalStream) else { return lines }
    guard let socket = try? JournalSocket() else { return lines }
    return JournalLogHandler(socket: socket, otherwise: lines)
  }
}

/// Writes each message as one line, text or JSON.
struct LineLogHandler: LogHandler {
  let format: Configuration.LogFormat
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { _, own in own }
    let time = HostClock().now().iso8601
    writeError(format == .json ? json(event, fields, time) : text(event, fields, time))
  }

  private func text(_ event: LogEvent, _ fields: Logger.Metadata, _ time: String) -> String {
    let pairs = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
    return "\(time) \(event.level.rawValue) \("\(event.message)".printable)\(pairs)\n"
  }

  private static func quoted(_ value: String) -> String {
    let value = value.printable
    return value.contains(where: { $0 == " " || $0 == "\"" }) || value.isEmpty ? "\"\(value.replacing("\"", with: "\\\""))\"" : value
  }

  private func json(_ event: LogEvent, _ fields: Logger.Metadata, _ time: String) -> String {
    var object = fields.mapValues { "\($0)" }
    object["time"] = time
    object["level"] = event.level.rawValue
    object["message"] = "\(event.message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings only: encoding them cannot fail.
    return ((try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}") + "\n"
  }
}
