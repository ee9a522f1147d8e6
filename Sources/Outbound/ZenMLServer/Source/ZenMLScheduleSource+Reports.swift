import Scheduling
import Seams
import ZenML

extension ZenMLScheduleSource {
  func write(_ report: Report) async throws(ZenMLError) {
    let text = ReportText.make(report, instance: instance, reportedAt: clock.now())
    try await client.writeMetadata(text, key: ZenMLMetadataKey.report, on: try subject(of: report))
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
