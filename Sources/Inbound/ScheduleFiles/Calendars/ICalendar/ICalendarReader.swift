import CivilTime
import Scheduling

/// Reads the events of an iCalendar text (RFC 5545) as times at which nothing is to start.
///
/// Every event counts, also one that is marked as free time (TRANSP), as holidays are in most calendars. Zones are this machine's:
/// VTIMEZONE is passed over. Lengths are those of the wall clock: an event from nine to five is over at five on every day.
struct ICalendarReader {
  let log: ProblemLog
  /// Of the calendar: whose wall clock the spans are on.
  let zone: ZoneRules
  let zoneNamed: (String) -> ZoneRules?

  private static let eventLimit = 10_000
  /// One window on every day is 7 671. Spans are part of every schedule that names the calendar, in the ledger too.
  private static let spanLimit = 8_000

  /// In order, adjoining ones as one. With errors in the log the result is not to be used.
  func read() -> [ExclusionCalendar.LocalSpan] {
    guard log.source.lines.first(where: { !$0.isEmpty })?.uppercased().hasPrefix("BEGIN:VCALENDAR") ?? false else {
      log.error("is not an iCalendar file: it does not begin with BEGIN:VCALENDAR", at: .start)
      return []
    }
    let events = events(ContentLine.lines(of: log))
    if events.isEmpty, !log.hasErrors { log.error("holds no event (VEVENT)", at: .start) }
    return spans(of: events)
  }

  private func spans(of events: [PlacedEvent]) -> [ExclusionCalendar.LocalSpan] {
    var spans: [ExclusionCalendar.LocalSpan] = []
    for placed in events {
      do throws(ICalendarError) {
        spans += try placed.event.spans(in: zone)
      } catch {
        log.error(error.sentence, at: placed.place)
      }
      // Now and then, so that what is kept stays small. What lies between times may come later, and makes them one.
      if spans.count > 4 * Self.spanLimit { spans = SpanUnion.of(spans) }
      guard spans.count <= 4 * Self.spanLimit else { break }
    }
    spans = SpanUnion.of(spans)
    guard spans.count > Self.spanLimit else { return spans }
    log.error(
      "the events up to this one take more than \(Self.spanLimit) separate times between 2020 and 2040; give the rule an UNTIL, "
        + "or write the hours as weekly:", at: eventOver(events))
    return []
  }

  /// The first event with which there are too many separate times; what is wrong with others has been reported.
  private func eventOver(_ events: [PlacedEvent]) -> Place? {
    var spans: [ExclusionCalendar.LocalSpan] = []
    for placed in events {
      spans += (try? placed.event.spans(in: zone)) ?? []
      if spans.count > Self.spanLimit { spans = SpanUnion.of(spans) }
      if spans.count > Self.spanLimit { return placed.place }
    }
    return nil
  }

  // MARK: Components

  private struct PlacedEvent {
    var event: ICalendarEvent
    let series: String?
    let place: Place
  }

  /// The events at the top of the calendar; what they hold (alarms) and other components are passed over.
  private func events(_ lines: [ContentLine]) -> [PlacedEvent] {
    var (events, open, own): ([PlacedEvent], [ContentLine], [ContentLine]) = ([], [], [])
    var cancelled: [String: [ICalendarTime]] = [:]
    let reader = EventReader(log: log, zone: zone, zoneNamed: zoneNamed)
    for line in lines {
      switch line.name {
      case "BEGIN": open.append(line)
      case "END":
        guard let begin = close(line, &open) else { return events }
        guard open.count == 1, begin.value.uppercased() == "VEVENT" else { continue }
        if let event = reader.read(own, begin: begin) {
          events.append(PlacedEvent(event: event, series: reader.seriesID(own), place: begin.place))
        }
        if let occurrence = reader.cancelledOccurrence(own) { cancelled[occurrence.series, default: []].append(occurrence.time) }
        own = []
        guard events.count <= Self.eventLimit else {
          log.error("more than \(Self.eventLimit) events", at: begin.place)
          return []
        }
      default: if open.count == 2, open[1].value.uppercased() == "VEVENT" { own.append(line) }
      }
    }
    if let last = open.last { log.error("\(MappingReader.shown(last.value)) is never closed; is the file cut off?", at: last.place) }
    // They may stand before their series.
    for (index, placed) in events.enumerated() { events[index].event.removed += placed.series.flatMap { cancelled[$0] } ?? [] }
    return events
  }

  /// The line that began what `end` ends; nil, and a report, when it does not fit.
  private func close(_ end: ContentLine, _ open: inout [ContentLine]) -> ContentLine? {
    if let begin = open.popLast(), begin.value.uppercased() == end.value.uppercased() { return begin }
    log.error("END:\(MappingReader.shown(end.value)) closes nothing that is open", at: end.place)
    return nil
  }
}
