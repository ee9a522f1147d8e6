import CivilTime
import ControlMessages
import CurlHTTP
import Exposition
import SQLiteStorage

/// Whether the daemon keeps its promise.
struct DaemonFigures {
  let findings: Int
  /// The start, before the first look.
  let lastLook: Instant
  let storeProblems: Int
  let fileProblems: Int
  let engineTurns: Bool
  let storeIsReadable: Bool
  let writeProblem: Bool

  var families: [MetricFamily] {
    [
      .flag(
        "carillon_healthy", "1 while Carillon keeps its promise: it can write, its audit found nothing, its store is sound.",
        engineTurns && findings == 0 && storeProblems == 0 && !writeProblem),
      .flag("carillon_engine_responsive", "1 while the engine answers within 5 s; without it, nothing is told of the engine.", engineTurns),
      .flag("carillon_store_write_failed", "1 while the ledger cannot be written, so that nothing is started.", writeProblem),
      .flag("carillon_store_read_failed", "1 while the ledger cannot be read.", !storeIsReadable),
      .gauge("carillon_store_problems", "What is wrong with the store's file.", Double(storeProblems)),
      .gauge("carillon_audit_findings", "What the daemon's last look at itself has found.", Double(findings)),
      .gauge(
        "carillon_audit_last_timestamp_seconds", "When the daemon last looked at itself, or started, as Unix time.", lastLook.unixSeconds),
      .gauge("carillon_schedule_file_problems", "Problems of schedule files, whose last good version counts.", Double(fileProblems)),
      MetricFamily("carillon_build_info", .gauge, "1; what runs is in the labels.", [MetricSample(1, Self.build)]),
    ]
  }

  private static var build: [MetricLabel] {
    [
      MetricLabel("version", CarillonVersion.current), MetricLabel("sqlite", SQLiteLibrary.version),
      MetricLabel("curl", String(CurlLibrary.version.prefix { $0 != " " }.split(separator: "/").last ?? "")),
    ]
  }
}
