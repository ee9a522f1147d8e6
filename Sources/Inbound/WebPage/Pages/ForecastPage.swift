import CivilTime
import ControlMessages

/// `/forecast`: where the next 30 days are crowded.
package struct ForecastPage {
  /// Nil while it is being counted.
  private let content: ForecastContent?
  private let frame: Frame

  package init(_ content: ForecastContent?, _ frame: Frame) {
    self.content = content
    self.frame = frame
  }

  package var text: String {
    Layout(frame: frame, place: .forecast, heading: "Forecast", refreshSeconds: content == nil ? 2 : nil).page {
      div(.class("title")) { h1 { "The next 30 days" } }
      content.map(counted(_:)) ?? p(.class("notice running"), .set("role", "status")) { "The next 30 days are being counted; this page loads itself again." }
    }
  }

  private func counted(_ content: ForecastContent) -> HTML {
    HTMLBuilder.buildArray([
      p(.class("lead")) { lead(content) },
      div(.class("columns")) {
        section(.class("card"), .set("aria-labelledby", "heat-title")) {
          h2(.id("heat-title")) { "Due instants by hour, UTC" }
          heat(content)
          key(content)
        }
        div(.class("stack")) {
          section(.class("card"), .set("aria-labelledby", "peaks-title")) { peaks(content) }
          section(.class("card"), .set("aria-labelledby", "jitter-title")) { suggestions(content) }
        }
      },
    ])
  }

  private func lead(_ content: ForecastContent) -> HTML {
    HTMLBuilder.buildArray([
      HTML("\(WebPage.counted(content.hours.reduce(0, +), "due instant")) of \(WebPage.counted(content.schedules, "schedule")), counted "),
      Times(now: frame.now).relative(content.countedAt),
      HTML(content.uncounted == 0 ? "." : "; \(WebPage.counted(content.uncounted, "schedule")) left out, for there is too much to count."),
    ])
  }

  private func heat(_ content: ForecastContent) -> HTML {
    let most = max(content.hours.max() ?? 0, 1)
    let start = (try? Instant(iso8601: content.from)) ?? frame.now
    return div(.class("scroll"), .set("role", "region"), .label("Heat map"), .set("tabindex", "0")) {
      table(.class("heat")) {
        caption(.class("unseen")) { "Due instants in each hour of the next 30 days; rows are days, columns are hours in UTC" }
        Tag("colgroup")() {
          Tag("col", isVoid: true)(.class("day"))
          (0..<24).map { _ in Tag("col", isVoid: true)() }
        }
        thead {
          tr {
            th(.column) { "Day" }
            (0..<24).map { hour in th(.column) { hour % 3 == 0 ? HTML("\(hour)") : span(.class("unseen")) { "\(hour)" } } }
          }
        }
        tbody {
          (0..<content.hours.count / 24).map { day in
            tr {
              th(.row) { Times.day(start.advanced(by: .seconds(Int64(day) * 86_400))) }
              content.hours[day * 24..<day * 24 + 24].map { count in cell(count, most) }
            }
          }
        }
      }
    }
  }

  private func cell(_ count: Int, _ most: Int) -> HTML {
    td(.class("w\(Self.warmth(count, most))"), .title("\(count)")) { span(.class("unseen")) { "\(count)" } }
  }

  /// 0 for nothing, 1 to 5 by the square root of the part of the most.
  static func warmth(_ count: Int, _ most: Int) -> Int {
    count == 0 ? 0 : min(5, max(1, Int((Double(count) / Double(most)).squareRoot() * 5 + 0.5)))
  }

  private func key(_ content: ForecastContent) -> HTML {
    let most = content.hours.max() ?? 0
    return p(.class("key")) { "From nothing, the palest, to \(WebPage.counted(most, "due instant")) in one hour, the strongest. Each cell says its number." }
  }

  private func peaks(_ content: ForecastContent) -> HTML {
    HTMLBuilder.buildArray([
      h2(.id("peaks-title")) { "Peaks" },
      content.peaks.isEmpty
        ? p(.class("empty")) { "No minute is crowded." }
        : Tables.plain("The most crowded minutes", ["Minute (UTC)", "At once", "Days", "Who"]) {
          content.peaks.map { peak in
            tr {
              th(.row) { peak.time }
              td(.class("number")) { grouped(peak.count) }
              td(.class("number")) { "\(peak.days) of \(ForecastContent.days)" }
              td { Self.names(peak.names, of: peak.count) }
            }
          }
        },
    ])
  }

  private func suggestions(_ content: ForecastContent) -> HTML {
    HTMLBuilder.buildArray([
      h2(.id("jitter-title")) { "Suggested jitter" },
      content.suggestions.isEmpty
        ? p(.class("empty")) { "None is needed: nowhere do many start at once without jitter." }
        : ul(.class("concerns")) {
          content.suggestions.map { suggestion in
            li {
              strong { "\(suggestion.time) UTC" }
              div(.class("what")) {
                code { "jitter: \(suggestion.jitter)" }
                " for \(WebPage.counted(suggestion.schedules, "schedule")) spreads their starts to about \(suggestion.perMinute) a minute: "
                Self.names(suggestion.names, of: suggestion.schedules)
              }
            }
          }
        },
    ])
  }

  private static func names(_ names: [String], of count: Int) -> HTML {
    HTML(names.joined(separator: ", ") + (count > names.count ? ", …" : ""))
  }
}
