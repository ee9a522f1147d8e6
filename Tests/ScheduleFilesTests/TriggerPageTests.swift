import Foundation
import Scheduling
import Testing

@testable import ScheduleFiles

/// docs/triggers.md says what the program does.
@Suite struct TriggerPageTests {
  private let page = (try? String(contentsOfFile: "\(projectDirectory)/docs/triggers.md", encoding: .utf8)) ?? ""

  /// The table as the page has to hold it, line for line.
  private static var table: [String] {
    let rows = Trigger.Kind.allCases.map { kind in
      "| `\(kind.rawValue)` | \(kind.facts.identityCarriedBy) | \(kind.facts.lostAnswerResolvedBy) | \(kind.facts.guarantee) |"
    }
    return ["| kind | identity carried by | lost answer resolved by | guarantee |", "|---|---|---|---|"] + rows
  }

  @Test func itsTableIsMadeOfTheProgramsOwnFacts() {
    let shown = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .drop { !$0.hasPrefix("<!-- made by TriggerPageTests") }.dropFirst().prefix { $0 != "<!-- end -->" }
    #expect(Array(shown) == Self.table, "docs/triggers.md has to hold, between its two marks:\n\(Self.table.joined(separator: "\n"))")
  }

  @Test(arguments: Trigger.Kind.allCases) func everyKindHasAPlaceAndAnExample(kind: Trigger.Kind) {
    #expect(page.contains("`\(kind.rawValue)`"))
    var reader = ScheduleFileReader(paths: ["\(projectDirectory)/schedules/examples"], calendars: [], zoneNamed: zone)
    #expect(reader.read().schedules.contains { $0.trigger.kind == kind }, "no example of \(kind.rawValue)")
  }

  @Test(arguments: [
    "query", "form", "expect", "follow", "callback", "callback_timeout", "connect_timeout", "max_answer", "redirects", "tls", "proxy",
    "ca_file", "cert_file", "key_file", "status_url", "status_path", "succeeded", "failed", "cancelled", "interval", "max_interval",
    "cancel", "one_of", "exists", "equals",
  ])
  func everyKeyOfAnHTTPTriggerIsExplained(key: String) { #expect(page.contains("`\(key)") || page.contains("\(key):")) }

  @Test(arguments: Template.Variable.allCases.map(\.rawValue) + ["callback_url", "status_url", "secret:NAME.KEY", "credential:NAME"])
  func everyTemplateIsExplained(name: String) { #expect(page.contains("{{\(name)}}")) }
}
