/// Colours for people who look at a terminal; none for everybody else. What is coloured says the same in words.
struct Palette: Sendable, Equatable {
  enum Tone: String, Sendable, CaseIterable { case good, attention, bad, active, quiet, heading }

  let isColoured: Bool

  static let plain = Palette(isColoured: false)

  init(isColoured: Bool) { self.isColoured = isColoured }

  /// - Parameter isTerminal: of the file that is written to. `NO_COLOR` (no-color.org) wins over `CLICOLOR_FORCE` (bixense.com/clicolors),
  ///   which wins over that; a terminal that cannot do it calls itself `dumb`, or nothing.
  init(isTerminal: Bool, environment: [String: String]) {
    func says(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
    if says("NO_COLOR") {
      isColoured = false
    } else if says("CLICOLOR_FORCE"), environment["CLICOLOR_FORCE"] != "0" {
      isColoured = true
    } else {
      isColoured = isTerminal && says("TERM") && environment["TERM"] != "dumb"
    }
  }

  /// `text` itself when there is no tone, nothing to see, or no colour.
  func paint(_ text: String, _ tone: Tone?) -> String {
    guard isColoured, let tone, !text.isEmpty else { return text }
    return "\u{1B}[\(Self.code(tone))m\(text)\u{1B}[0m"
  }

  /// Of the sixteen colours that every terminal lets its owner choose: readable on a light and on a dark ground. Source: ECMA-48, SGR.
  private static func code(_ tone: Tone) -> String {
    switch tone {
    case .good: "32"
    case .attention: "33"
    case .bad: "31"
    case .active: "36"
    case .quiet: "2"
    case .heading: "1"
    }
  }
}
