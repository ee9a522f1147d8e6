import Scheduling

/// The calendars that policies may name, resolved.
package struct NamedCalendars: Hashable, Sendable {
  package private(set) var calendars: [String: ExclusionCalendar]
  /// Those that are defined but cannot be read.
  package private(set) var unreadable: Set<String>
  /// False where no configuration was read: any name may be that of one.
  package let areKnown: Bool

  package init(_ calendars: [ExclusionCalendar] = [], unreadable: Set<String> = [], areKnown: Bool = true) {
    self.calendars = Dictionary(calendars.map { ($0.name, $0) }) { first, _ in first }
    self.unreadable = unreadable
    self.areKnown = areKnown
  }

  /// Those of a configuration that defines none.
  package static let none = NamedCalendars()

  subscript(name: String) -> ExclusionCalendar? { calendars[name] }

  /// Why there is no calendar of that name: what stands behind the name in a message.
  func absence(of name: String) -> String {
    guard areKnown else { return "is not known here: no configuration was read, so that its calendars cannot be looked at; give --config" }
    if unreadable.contains(name) { return "cannot be used: its definition has problems of its own" }
    let known = calendars.keys.sorted()
    guard !known.isEmpty else { return "is not defined: calendars are defined under calendars: of the configuration, and there are none" }
    let meant = Suggestion.meant(by: name, among: known).map { "did you mean '\($0)'?" }
    return "is not defined in the configuration; \(meant ?? "known are \(known.joined(separator: ", "))")"
  }
}
