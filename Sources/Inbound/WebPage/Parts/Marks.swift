import ControlMessages

/// Small signs that say how something stands: a colour, a shape and a word.
enum Marks {
  /// `✓ succeeded`.
  static func outcome(_ outcome: String) -> HTML {
    mark(OutcomeLook(outcome), words(outcome))
  }

  static func mark(_ look: OutcomeLook, _ text: String) -> HTML {
    span(.class("mark \(look.rawValue)")) {
      shape(look)
      text
    }
  }

  /// As `mark`, for a sentence that needs several lines where it is narrow.
  static func long(_ look: OutcomeLook, _ text: String) -> HTML {
    span(.class("mark long \(look.rawValue)")) {
      shape(look)
      span { text }
    }
  }

  static func shape(_ look: OutcomeLook) -> HTML {
    svg(.class("shape"), .set("viewBox", "0 0 16 16"), .set("width", 12), .set("height", 12), .hidden, .set("focusable", "false")) {
      path(.set("d", look.shape))
    }
  }

  /// `armed`, `paused`, …
  static func state(_ state: String) -> HTML { mark(look(ofState: state), words(state)) }

  static func look(ofState state: String) -> OutcomeLook {
    switch state {
    case "armed": .good
    case "paused", "ended", "observed": .quiet
    case "unbound": .missed
    default: .bad
    }
  }

  static func words(_ code: String) -> String { code.replacing("_", with: " ") }

  /// The last rows, oldest first, one sign each.
  static func strip(_ runs: [RunItem]) -> HTML {
    if runs.isEmpty { return span(.class("faint")) { "none yet" } }
    let tally = runs.reduce(into: OutcomeTally()) { $0.add($1.outcome, 1) }
    return span(.class("strip"), .set("role", "group"), .label("Last \(counted(runs.count, "row")): \(sentence(tally))")) {
      runs.map { run in
        let look = OutcomeLook(run.outcome)
        return anchor(
          .class("cell \(look.rawValue)"), .href(.run(run.fireID)), .title("\(run.due): \(words(run.outcome))"),
          .label("\(words(run.outcome)), due \(run.due)")
        ) { shape(look) }
      }
    }
  }

  /// `14 succeeded, 1 failed`.
  static func sentence(_ tally: OutcomeTally) -> String {
    let parts = OutcomeLook.allCases.compactMap { look in
      let count = tally.count(look)
      return count == 0 ? nil : "\(grouped(count)) \(look.word)"
    }
    return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
  }

  static func tags(_ tags: [String]) -> HTML {
    HTMLBuilder.buildArray(
      tags.map { tag in
        HTMLBuilder.buildArray([
          HTML(" "), anchor(.class("tag"), .href(Address.schedules.with([("tag", tag)]))) { tag },
        ])
      })
  }
}
