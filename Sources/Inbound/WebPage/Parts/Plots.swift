import CivilTime
import ControlMessages

/// Drawings of numbers. Each has its meaning in words too, and no text inside: it is stretched to the width that there is.
enum Plots {
  private static let height = 100.0

  /// What was in the last 24 h, stacked by outcome, and what is due in the next.
  static func timeline(_ content: TimelineContent) -> HTML {
    let highest = Double(max(content.past.map(\.total).max() ?? 0, content.ahead?.max() ?? 0, 1))
    let steps = Double(content.past.count)
    let width = steps * 2
    return figure(.class("plot")) {
      svg(
        .set("viewBox", "0 0 \(Int(width)) \(Int(height))"), .set("preserveAspectRatio", "none"), .class("timeline"), .set("role", "img"),
        .label(timelineSentence(content))
      ) {
        rect(.class("ahead"), .set("x", steps), .set("y", 0), .set("width", steps), .set("height", height))
        content.past.enumerated().map { stack($1, at: Double($0), highest) }
        (content.ahead ?? []).enumerated().map { index, count in bar(at: steps + Double(index), Double(count), 0, highest, "due") }
        line(.class("now"), .set("x1", steps), .set("x2", steps), .set("y1", 0), .set("y2", height))
      }
      div(.class("axis"), .hidden) { ["−24 h", "−18 h", "−12 h", "−6 h", "now", "+6 h", "+12 h", "+18 h", "+24 h"].map { text in span { text } } }
      figcaption { timelineSentence(content) }
    }
  }

  private static func timelineSentence(_ content: TimelineContent) -> String {
    let past = content.past.reduce(into: OutcomeTally()) { sum, step in for (outcome, count) in step.counts { sum.add(outcome, count) } }
    let ahead = content.ahead.map { "\(grouped($0.reduce(0, +))) due in the next" } ?? "what is due in the next is being counted"
    return "Due in the last 24 hours: \(Marks.sentence(past)). \(ahead.prefix(1).uppercased() + ahead.dropFirst()) 24 hours."
  }

  private static func stack(_ tally: OutcomeTally, at x: Double, _ highest: Double) -> HTML {
    var below = 0.0
    var bars: [HTML] = []
    for look in [OutcomeLook.good, .quiet, .running, .missed, .bad] {
      let count = Double(tally.count(look))
      guard count > 0 else { continue }
      bars.append(bar(at: x, count, below, highest, look.rawValue))
      below += count
    }
    return HTMLBuilder.buildArray(bars)
  }

  /// A herd at one instant must not hide that there is something at the others: heights go with the square root.
  private static func bar(at x: Double, _ count: Double, _ below: Double, _ highest: Double, _ look: String) -> HTML {
    guard count > 0 else { return .empty }
    let top = height * ((below + count) / highest).squareRoot()
    let bottom = height * (below / highest).squareRoot()
    let size = max(top - bottom, 2)
    return rect(.class(look), .set("x", x + 0.1), .set("y", max(height - bottom - size, 0)), .set("width", 0.8), .set("height", size))
  }

  /// One bar for each run, oldest first.
  /// - Parameter values: in milliseconds; nil for a run that has none.
  static func bars(_ title: String, _ runs: [RunItem], _ values: [Int64?]) -> HTML {
    let known = values.compactMap(\.self).sorted()
    guard let longest = known.last else { return p(.class("empty")) { "\(title): nothing to show yet." } }
    let words =
      "\(title) of the last \(counted(known.count, "run")): median \(Times.length(milliseconds: known[known.count / 2])), "
      + "longest \(Times.length(milliseconds: longest))."
    let scale = Double(max(longest, 1))
    return figure(.class("plot small")) {
      div(.class("scale"), .hidden) { Times.length(milliseconds: longest) }
      svg(
        .set("viewBox", "0 0 \(max(runs.count, 20)) \(Int(height))"), .set("preserveAspectRatio", "none"), .set("role", "img"), .label(words)
      ) {
        zip(runs, values).enumerated().map { index, pair in
          guard let value = pair.1 else { return .empty }
          let size = max(height * Double(max(value, 0)) / scale, 2)
          return rect(
            .class(OutcomeLook(pair.0.outcome).rawValue), .set("x", Double(index) + 0.1), .set("y", height - size), .set("width", 0.8),
            .set("height", size))
        }
      }
      figcaption { words }
    }
  }
}
