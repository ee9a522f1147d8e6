import Scheduling
import Seams

/// What an earlier life of the daemon read from files that cannot be used now: a mistake made in a file while the daemon was
/// down takes no schedule away. Pure.
struct HeldSchedules: Sendable {
  private enum Stored {
    /// All that was restored. Nearly every start knows all files after their first reading, and then nothing is held.
    case unread([StoredSchedule])
    /// All that was restored, while the files are known to say the same: nothing is held, until one cannot be read.
    case agreed([StoredSchedule])
    /// What is held.
    case read([Identifier: ScheduleDefinition])
  }

  /// As they were stored: without secrets.
  private var stored: Stored

  init(_ restored: [StoredSchedule]) {
    stored = .unread(restored)
  }

  /// Keeps what came from files of which nothing is known yet; what a file says that could be read counts from then on.
  mutating func keep(_ listing: FileListing) {
    if listing.isRemembered, case .unread(let restored) = stored { return stored = .agreed(restored) }
    guard !listing.unknown.isEmpty else { return stored = .read([:]) }
    let known = Set(listing.schedules.lazy.map(\.id))
    let kept = everKnown.filter { definition in !known.contains(definition.id) && listing.unknown.contains { definition.isFrom($0) } }
    stored = .read(Dictionary(kept.map { ($0.id, $0) }) { first, _ in first })
  }

  /// What may be held, should its file turn out to be unreadable.
  private var everKnown: [ScheduleDefinition] {
    switch stored {
    case .unread(let restored), .agreed(let restored): restored.lazy.map(\.revision.definition).filter(\.isFromFile)
    case .read(let held): Array(held.values)
    }
  }

  /// Those that are of files alone.
  var ofFiles: [ScheduleDefinition] {
    if case .agreed = stored { return [] }
    return everKnown.filter { $0.record.source == .file }.map { $0.held(record: $0.record) }
  }

  /// A record of the server that such a file said something of; nil for the others.
  func definition(of schedule: ServerSchedule) -> ScheduleDefinition? {
    guard let definition = definition(schedule.record.id), definition.record.source == .zenml else { return nil }
    var record = schedule.record
    // It may be the file's.
    record.timeZone = definition.record.timeZone
    return definition.held(record: record)
  }

  private func definition(_ id: Identifier) -> ScheduleDefinition? {
    switch stored {
    case .unread(let restored): restored.first { $0.revision.scheduleID == id && $0.revision.definition.isFromFile }?.revision.definition
    case .agreed: nil
    case .read(let held): held[id]
    }
  }
}

extension ScheduleDefinition {
  fileprivate var isFromFile: Bool { bindingOrigin != nil && record.source != .local }

  /// `path` is a file, or a directory that is not there or could not be listed.
  func isFrom(_ path: String) -> Bool {
    bindingOrigin?.hasPrefix(path + ":") == true || bindingOrigin?.hasPrefix(path + "/") == true
  }

  private var place: String { bindingOrigin.map(FileBinding.location(inOrigin:)) ?? "its file" }

  var unreadWarning: Reason { Reason("file_unread", "\(place) cannot be used as it stands: what was last read from it goes on") }

  fileprivate func held(record: ScheduleRecord) -> ScheduleDefinition {
    var copy = self
    copy.record = record
    copy.standing = record.active ? .armed : .paused
    copy.reason = record.active ? nil : Reason("inactive", "active is false")
    copy.warnings = [unreadWarning]
    guard trigger?.lacksSecrets == true else { return copy }
    return copy.unbound(Reason("file_unread", "\(place) cannot be used as it stands, and values that its trigger needs are only there"))
  }
}
