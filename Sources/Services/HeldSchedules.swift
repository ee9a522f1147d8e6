import Scheduling
import Seams

/// What an earlier life of the daemon read from files that cannot be used now: a mistake made in a file while the daemon was
/// down takes no schedule away. Pure.
struct HeldSchedules: Sendable {
  /// From files, as they were stored: without secrets.
  private var stored: [Identifier: ScheduleDefinition]

  init(_ restored: [ScheduleDefinition]) {
    let fromFiles = restored.filter { $0.bindingOrigin != nil && $0.record.source != .local }
    stored = Dictionary(fromFiles.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Keeps what came from files of which nothing is known yet; what a file says that could be read counts from then on.
  mutating func keep(_ listing: FileListing) {
    guard !stored.isEmpty else { return }
    let known = Set(listing.schedules.map(\.record.id))
    stored = stored.filter { id, definition in !known.contains(id) && listing.unknown.contains { definition.isFrom($0) } }
  }

  /// Those that are of files alone.
  var ofFiles: [ScheduleDefinition] {
    stored.values.filter { $0.record.source == .file }.map { $0.held(record: $0.record) }
  }

  /// A record of the server whose trigger stood in such a file; nil for the others.
  func definition(of schedule: ServerSchedule) -> ScheduleDefinition? {
    guard let definition = stored[schedule.record.id], definition.record.source == .zenml else { return nil }
    var record = schedule.record
    // It may be the file's.
    record.timeZone = definition.record.timeZone
    return definition.held(record: record)
  }
}

extension ScheduleDefinition {
  /// `path` is a file, or a directory that could not be listed.
  fileprivate func isFrom(_ path: String) -> Bool {
    bindingOrigin?.hasPrefix(path + ":") == true || bindingOrigin?.hasPrefix(path + "/") == true
  }

  fileprivate func held(record: ScheduleRecord) -> ScheduleDefinition {
    let place = bindingOrigin ?? "its file"
    var copy = self
    copy.record = record
    copy.standing = record.active ? .armed : .paused
    copy.reason = record.active ? nil : Reason("inactive", "active is false")
    copy.warnings = [Reason("file_unread", "\(place) cannot be used as it stands: what was last read from it goes on")]
    guard trigger?.lacksSecrets == true else { return copy }
    return copy.unbound(Reason("file_unread", "\(place) cannot be used as it stands, and values that its trigger needs are only there"))
  }
}
