import Alerts

/// The body that Slack's incoming webhooks take, and with them Mattermost, Rocket.Chat and others.
struct SlackMessage: Encodable {
  let text: String

  init(_ alert: Alert) {
    let mark = alert.isGood ? ":white_check_mark:" : ":rotating_light:"
    let why = alert.why.hasPrefix("http") ? "<\(alert.why)|why>" : "`\(Self.escaped(alert.why))`"
    text = "\(mark) *\(Self.escaped(alert.title))*\n\(Self.escaped(alert.sentence))\n\(why)"
  }

  /// Slack's three characters of control; a name must not call everybody in the channel.   Source: api.slack.com, "Formatting text".
  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
