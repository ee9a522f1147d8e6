import Alerts
import CivilTime
import ControlMessages
import Scheduling
import Seams
import Services

/// What people are told.
extension DaemonOperations {
  func alerts() async throws(ControlProblem) -> AlertsMessage {
    let report = await alerting.report
    return AlertsMessage(items: report.open.map(AlertItem.init), sinks: report.sinks.map(AlertSinkItem.init))
  }

  func testAlerts(_ request: AlertTestRequest) async throws(ControlProblem) -> AlertTestMessage {
    guard let answers = await alerting.test(request.sink) else {
      throw ControlProblem(.notFound, "there is no alert sink '\(request.sink ?? "")'; 'carillon alerts list' shows all")
    }
    guard !answers.isEmpty else {
      throw ControlProblem(.conflict, "the configuration names no alert sinks; docs/alerts.md shows how")
    }
    return AlertTestMessage(answers: answers.map { AlertTestMessage.Answer(sink: $0.sink, kind: $0.kind, $0.result) })
  }
}

extension AlertTestMessage.Answer {
  fileprivate init(sink: String, kind: String, _ result: Result<String, AlertSinkError>) {
    switch result {
    case .success(let answer): self.init(sink: sink, kind: kind, isTaken: true, answer: answer)
    case .failure(let error): self.init(sink: sink, kind: kind, isTaken: false, answer: error.description)
    }
  }
}

extension AlertItem {
  init(_ cause: OpenCause) {
    let alert = cause.alert
    self.init(
      cause: cause.key, kind: alert.kind.rawValue, code: alert.code, sentence: alert.sentence, since: cause.since.iso8601,
      count: cause.count, sinks: cause.sinks, why: alert.why)
    schedule = alert.subject?.schedule
    scheduleID = alert.subject?.scheduleID.description
    fireID = alert.subject?.fire?.description
    due = alert.subject?.due?.iso8601
    lastTold = cause.lastTold?.iso8601
  }
}

extension AlertSinkItem {
  fileprivate init(_ sink: AlertReport.Sink) {
    self.init(
      name: sink.name, kind: sink.kind, waiting: sink.waiting, lastDelivery: sink.notes.lastDelivery?.iso8601,
      error: sink.notes.lastError, lost: sink.notes.lost)
  }
}
