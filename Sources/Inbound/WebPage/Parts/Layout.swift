import CivilTime
import ControlMessages

/// Where in the site a page is.
enum Place: String, CaseIterable, Sendable {
  case overview = "Overview"
  case schedules = "Schedules"
  case runs = "Runs"
  case forecast = "Forecast"
  case deadLetters = "Dead letters"
  case sync = "Sync"
  case audit = "Audit"

  var address: Address {
    switch self {
    case .overview: .overview
    case .schedules: .schedules
    case .runs: .runs
    case .forecast: .forecast
    case .deadLetters: .deadLetters
    case .sync: .sync
    case .audit: .audit
    }
  }
}

/// A page's frame: what is above and below its content, and what a browser has to know.
struct Layout {
  let frame: Frame
  /// Nil for a page that is not in the navigation.
  let place: Place?
  let heading: String
  /// Reload after so many seconds, where something is awaited that the page cannot be told of.
  var refreshSeconds: Int?

  func page(@HTMLBuilder _ content: () -> HTML) -> String {
    html(.set("lang", "en")) {
      head {
        meta(.set("charset", "utf-8"))
        meta(.name("viewport"), .set("content", "width=device-width, initial-scale=1"))
        meta(.name("color-scheme"), .set("content", "light dark"))
        refreshSeconds.map { meta(.set("http-equiv", "refresh"), .set("content", "\($0)")) }
        titled { "\(heading) · Carillon" }
        linked(.set("rel", "stylesheet"), .href(Assets.stylesheet.address))
        linked(.set("rel", "icon"), .type("image/svg+xml"), .href(Assets.icon.address))
        script(.src(Assets.script.address), .flag("defer"))
      }
      body {
        anchor(.class("skip"), .href(Address("#content"))) { "Skip to the content" }
        top
        mainPart(.id("content"), .set("tabindex", "-1")) { content() }
        bottom
      }
    }.document
  }

  private var top: HTML {
    header(.class("top")) {
      div(.class("bar")) {
        anchor(.class("brand"), .href(.overview)) {
          Self.bell
          "Carillon"
        }
        nav(.label("Pages")) {
          ul { Place.allCases.map(entry) }
        }
        div(.class("who")) {
          span(.id("live"), .class("live"), .set("role", "status"), .flag("data-live-state")) {}
          span(.class("viewer"), .title("Role: \(frame.viewer.role.rawValue)")) { "\(frame.viewer.name), \(frame.viewer.role.rawValue)" }
          signOut
        }
      }
    }
  }

  private func entry(_ entry: Place) -> HTML {
    li {
      anchor(.href(entry.address), entry == place ? .set("aria-current", "page") : nil) { entry.rawValue }
    }
  }

  /// Only a cookie can be given back.
  private var signOut: HTML? {
    frame.viewer.formToken.map { _ in
      Forms.post(Address("/sign-out"), frame, .class("inline")) { Forms.submit("Sign out", .class("plain")) }
    }
  }

  private var bottom: HTML {
    footer(.class("bottom")) {
      p {
        "Carillon \(frame.version). Times are UTC unless a zone is named; this page was made at "
        timeTag(.set("datetime", frame.now.iso8601)) { Times(now: frame.now).absolute(frame.now) }
        "."
      }
    }
  }

  private static let bell = svg(
    .class("bell"), .set("viewBox", "0 0 24 24"), .set("width", 22), .set("height", 22), .hidden, .set("focusable", "false")
  ) {
    path(.set("d", "M12 3a6 6 0 0 1 6 6c0 5 2 7 3 8H3c1-1 3-3 3-8a6 6 0 0 1 6-6ZM9.5 20a2.6 2.6 0 0 0 5 0"))
  }
}
