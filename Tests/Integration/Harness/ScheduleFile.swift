/// Schedule files as people write them.
enum ScheduleFile {
  /// - Parameter timing: the keys that say when, one in each line.
  static func http(_ name: String, _ timing: String, url: String, policy: String = "{}") -> String {
    """
    name: \(name)
    \(timing)
    trigger: {kind: http, url: "\(url)"}
    policy: \(policy)

    """
  }

  /// - Parameter script: for `/bin/sh -c`, without single quotes.
  static func command(_ name: String, _ timing: String, script: String) -> String {
    """
    name: \(name)
    \(timing)
    trigger:
      kind: command
      argv: [/bin/sh, -c, '\(script)']

    """
  }

  /// - Parameters:
  ///   - match: `name: nightly`, and so on.
  ///   - trigger: the keys of a trigger, in one line.
  static func binding(_ match: String, trigger: String? = nil, takeOver: Bool = false) -> String {
    "match: {\(match)}\n" + (trigger.map { "trigger: {\($0)}\n" } ?? "") + (takeOver ? "take_over: true\n" : "")
  }
}
