import CivilTime
import Values

/// One step of a run.
public struct ZenMLStep: ZenMLNamedRecord {
  /// `/steps`.
  public static let kind = ZenMLKind(path: "steps", noun: "step run", plural: "step runs", isOfProject: true)

  /// What all records have.
  public let common: ZenMLCommon
  /// How it stands.
  public let status: ZenMLRunStatus
  /// Counts its tries, from 1.
  public let version: Int?
  /// When it began.
  public let startTime: Instant?
  /// When it ended.
  public let endTime: Instant?
  /// *Hydrated.* The run that it belongs to.
  public let runID: Identifier?
  /// *Hydrated.* Steps of one key are not run twice.
  public let cacheKey: String?
  /// *Hydrated.* `ValueError: the trainer was asked to fail`.
  public let exceptionMessage: String?
  /// *Hydrated.* What was noted on it.
  public let runMetadata: [String: JSONValue]

  /// Reads a record; see ``ZenMLRecord``.
  public init(_ fields: ZenMLFields) throws(ZenMLFieldError) {
    status = fields.text("status").map(ZenMLRunStatus.init(rawValue:)) ?? .unknown
    version = fields.number("version")
    startTime = fields.instant("start_time")
    endTime = fields.instant("end_time")
    runID = fields.identifier("pipeline_run_id") ?? fields.entity("pipeline_run")?.identifier("id")
    cacheKey = fields.text("cache_key")
    exceptionMessage = Self.exceptionMessage(fields)
    runMetadata = fields.members("run_metadata")
    common = try fields.common()
  }
}

/// What lists can be filtered by, besides what all lists can.
extension ZenMLFilterTerm where Record == ZenMLStep {
  /// The run that it belongs to.
  public static var runID: ZenMLFilterField<ZenMLStep, Identifier> { .init("pipeline_run_id") { $0.runID } }
  /// How it stands.
  public static var status: ZenMLFilterField<ZenMLStep, ZenMLRunStatus> { .init("status") { $0.status } }
  /// When it began.
  public static var startTime: ZenMLFilterField<ZenMLStep, Instant> { .init("start_time") { $0.startTime } }
  /// When it ended.
  public static var endTime: ZenMLFilterField<ZenMLStep, Instant> { .init("end_time") { $0.endTime } }
  /// The snapshot that its run was made from. Rows are not compared with it.
  public static var snapshotID: ZenMLFilterField<ZenMLStep, Identifier> { .init("snapshot_id") }
  /// Steps of one key are not run twice.
  public static var cacheKey: ZenMLFilterField<ZenMLStep, String> { .init("cache_key") { $0.cacheKey } }
  /// True: only the last try of each. Rows are not compared with it.
  public static var withoutRetried: ZenMLFilterField<ZenMLStep, Bool> { .init("exclude_retried") }
}

extension ZenMLSort.Field where Record == ZenMLStep {
  /// When it began.
  public static var startTime: Self { Self("start_time") }
}

extension ZenMLStep {
  private static func exceptionMessage(_ fields: ZenMLFields) -> String? {
    guard let exception = fields.entity("exception_info") else { return nil }
    // `builtins.ValueError` is `ValueError`.
    let kind = exception.word("source")?.split(separator: ".").last.map(String.init)
    let words = [kind, exception.word("message")].compactMap(\.self).joined(separator: ": ")
    return words.isEmpty ? nil : words
  }
}

extension ZenMLStep {
  /// What lists can be filtered by, by the names of the parameters.
  public static var filterFields: [ZenMLFilterName<ZenMLStep>] {
    let terms = ZenMLFilterTerm<ZenMLStep>.self
    return [
      .init(terms.id), .init(terms.created), .init(terms.updated), .init(terms.user), .init(terms.project), .init(terms.name),
      .init(terms.runID), .init(terms.status), .init(terms.startTime), .init(terms.endTime), .init(terms.snapshotID), .init(terms.cacheKey),
      .init(terms.withoutRetried),
    ]
  }
}
