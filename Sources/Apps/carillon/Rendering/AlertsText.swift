import ControlMessages

/// Open alerts and their sinks.
struct AlertsText {
  let alerts: AlertsMessage
  let moments: Moments

  var text: String {
    if alerts.sinks.isEmpty { return "no alert sinks: the configuration has no alerts: sinks, so nobody is told\n" }
    return open + "\n" + sinks
  }

  private var open: String {
    if alerts.items.isEmpty { return "no open alerts\n" }
    let rows = alerts.items.map { item in
      [item.kind, item.schedule ?? "-", moments.moment(item.since), String(item.count), item.sentence, item.why]
    }
    return TextTable(["KIND", "SCHEDULE", "SINCE", "TIMES", "WHAT", "MORE"], rows).text
  }

  private var sinks: String {
    let rows = alerts.sinks.map { sink in
      [sink.name, sink.kind, String(sink.waiting), sink.lastDelivery.map(moments.moment) ?? "-", sink.error ?? "-"]
    }
    return TextTable(["SINK", "KIND", "WAITING", "LAST DELIVERY", "ERROR"], rows).text
  }
}

/// What each sink said to a test, one line each.
struct AlertTestText {
  let message: AlertTestMessage

  var text: String {
    message.answers.map { "\($0.sink) (\($0.kind)): \($0.isTaken ? "taken" : "not taken"): \($0.answer)".printable + "\n" }.joined()
  }
}
