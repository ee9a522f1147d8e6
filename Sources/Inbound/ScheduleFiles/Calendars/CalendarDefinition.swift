import Scheduling

/// A calendar as a configuration defines it: what stands there, and the iCalendar file that it names.
package struct CalendarDefinition: Hashable, Sendable {
  /// A value that is checked later, with its place.
  struct PlacedText: Hashable, Sendable {
    let text: String
    let file: String
    let place: Place
    let sourceLine: String

    init(_ text: String, at place: Place, in source: SourceText) {
      self.text = text
      self.file = source.file
      self.place = place
      self.sourceLine = source.shownLine(place.line)
    }

    func problem(_ message: String) -> FileProblem {
      FileProblem(file: file, place: place, message: message, sourceLine: sourceLine)
    }
  }

  /// Without what its file holds.
  package var calendar: ExclusionCalendar
  var timeZone: PlacedText?
  /// An absolute path.
  var file: PlacedText?

  package var name: String { calendar.name }
}
