/// The status of a pipeline run or of a step, in the server's own words.
public struct ZenMLRunStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The server's word, such as `completed`.
  public let rawValue: String
  /// Any word of the server.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// The server's word.
  public var description: String { rawValue }

  /// Made, and its runner not started yet.
  public static let initializing = ZenMLRunStatus(rawValue: "initializing")
  /// Its orchestrator prepares what it needs.
  public static let provisioning = ZenMLRunStatus(rawValue: "provisioning")
  /// At work.
  public static let running = ZenMLRunStatus(rawValue: "running")
  /// Over, and good.
  public static let completed = ZenMLRunStatus(rawValue: "completed")
  /// Over, and good: every step was taken from an earlier run.
  public static let cached = ZenMLRunStatus(rawValue: "cached")
  /// Over, and not good.
  public static let failed = ZenMLRunStatus(rawValue: "failed")
  /// Told to end.
  public static let stopping = ZenMLRunStatus(rawValue: "stopping")
  /// Ended because somebody said so.
  public static let stopped = ZenMLRunStatus(rawValue: "stopped")
  /// The server did not say.
  public static let unknown = ZenMLRunStatus(rawValue: "unknown")

  /// What a status comes to.
  public enum Phase: Sendable, Equatable {
    /// Not over yet.
    case underWay
    /// Over, and good.
    case succeeded
    /// Over, and not good.
    case failed
    /// Ended because somebody said so.
    case cancelled
    /// Over, and replaced by another run. A step's status in 0.98, never a run's; kept for servers that say otherwise.
    case retried
  }

  /// What the status comes to. A word that is not known counts as under way: better followed for too long than settled wrongly.
  public var phase: Phase {
    switch rawValue {
    case "completed", "cached", "skipped": .succeeded
    case "failed": .failed
    case "stopped", "cancelled": .cancelled
    case "retried": .retried
    default: .underWay
    }
  }

  /// True once it was told to end and has not yet.
  public var isEnding: Bool { ["stopping", "cancelling"].contains(rawValue) }

  /// True before any work: where a run stays for ever whose runner was killed at the wrong moment.
  public var isInitializing: Bool { rawValue == "initializing" }
}

extension ZenMLRunStatus: ZenMLFilterValue {
  /// What a value is, for people.
  public static var filterWord: String { "a status" }
  /// Any word of the server.
  public static func reading(filterText: String) -> ZenMLRunStatus? { ZenMLRunStatus(rawValue: filterText) }
  /// The server's word.
  public var filterText: String { rawValue }
}
