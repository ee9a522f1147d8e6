import Hummingbird

/// The forms of the web page do what the control API does, and have its names. Their answers are pages, and their fields are theirs
/// to note.
extension WriteKind {
  static let pages = Dictionary(
    uniqueKeysWithValues: [
      ("/schedules/:schedule/trigger", WriteKind(name: "schedule.trigger", subject: .schedule, keepsAnswer: false)),
      ("/schedules/:schedule/pause", WriteKind(name: "schedule.pause", subject: .schedule, keepsAnswer: false)),
      ("/schedules/:schedule/resume", WriteKind(name: "schedule.resume", subject: .schedule, keepsAnswer: false)),
      ("/schedules/:schedule/backfill", WriteKind(name: "schedule.backfill", subject: .schedule, keepsAnswer: false)),
      ("/runs/:fire/cancel", WriteKind(name: "run.cancel", subject: .fire, keepsAnswer: false)),
      ("/runs/:fire/retry", WriteKind(name: "dead_letters.replay", subject: .fire, keepsAnswer: false)),
      ("/dead-letters/replay", WriteKind(name: "dead_letters.replay", keepsAnswer: false)),
      ("/dead-letters/drop", WriteKind(name: "dead_letters.drop", keepsAnswer: false)),
      ("/sync", WriteKind(name: "sync", keepsAnswer: false)),
    ].map { path, kind in ("POST \(RouterPath(path).description)", kind) })
}
