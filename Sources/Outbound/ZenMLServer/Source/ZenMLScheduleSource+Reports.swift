import Scheduling
import Seams
import ZenML

extension ZenMLScheduleSource {
  func write(_ report: Report) async throws(ZenMLError) {
    let text = ReportText.make(report, instance: instance, reportedAt: clock.now())
    try await requireProject()
    try await client.writeMetadata(text, key: ZenMLMetadataKey.report, on: try subject(of: report))
  }

  /// A project that is not there, by its name, is no word about a report's subject: the report waits.
  private func requireProject() async throws(ZenMLError) {
    do {
      _ = try await client.projectID()
    } catch  where error.kind == .notFound {
      // A server that knows no projects has none to miss.
      guard error.serverClass != nil else { return }
      throw ZenMLError(.unavailable, error.description, mayHaveBeenSent: false)
    }
  }

  private func subject(of report: Report) throws(ZenMLError) -> ZenMLMetadataSubject {
    switch report.subject {
    case .schedule(let id): return .schedule(id)
    case .run(let text):
      guard let id = Identifier(text) else {
        throw ZenMLError(
          .notFound, "run '\(text.onOneLine(hiding: []))' is not one of the ZenML server: its id is not a UUID",
          mayHaveBeenSent: false)
      }
      return .run(id)
    }
  }
}
