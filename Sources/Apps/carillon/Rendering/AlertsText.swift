import CivilTime
import ControlMessages

/// Open alerts and their sinks.
struct AlertsText {
  let alerts: AlertsMessage
  let moments: Moments
  /// Columns of the terminal; nil when nobody looks at one.
  let width: Int?

  var text: String {
    if alerts.sinks.isEmpty { return "no alert sinks: the configuration has no alerts: sinks, so nobody is told\n" }
    return open + "\n" + sinks
  }

  private var open: String {
    if alerts.items.isEmpty { return "no open alerts\n" }
    let rows = alerts.items.map { item -> [TableCell] in
      [.text(item.kind), .text(item.schedule ?? "-"), Self.moment(item.since), .text(String(item.count)), .text(item.sentence)]
    }
    return FittedTable(header: ["KIND", "SCHEDULE", "SINCE", "TIMES", "WHAT"], rows: rows, moments: moments, width: width).text
  }

  private var sinks: String {
    let rows = alerts.sinks.map { sink -> [TableCell] in
      let delivery = sink.lastDelivery.map(Self.moment) ?? .text("-")
      return [.text(sink.name), .text(sink.kind), .text(String(sink.waiting)), delivery, .text(sink.error ?? "-")]
    }
    return FittedTable(header: ["SINK", "KIND", "WAITING", "LAST DELIVERY", "ERROR"], rows: rows, moments: moments, width: width).text
  }

  private static func moment(_ iso8601: String) -> TableCell {
    (try? Instant(iso8601: iso8601)).map(TableCell.moment) ?? .text(iso8601)
  }
}

/// What each sink said to a test, one line each.
struct AlertTestText {
  let message: AlertTestMessage

  var text: String {
    message.answers.map { "\($0.sink) (\($0.kind)): \($0.isTaken ? "taken" : "not taken"): \($0.answer)".printable + "\n" }.joined()
  }
}
