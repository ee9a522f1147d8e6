import ControlMessages
import Testing

@testable import carillon

@Suite struct EventStreamTests {
  private let text = """
    retry: 3000

    id: 6

    : alive

    id: 7
    event: schedule_removed
    data: {"id":"a"}

    event: something newer
    data: {}

    event: gap
    data: {"after":1,"first":null}


    """

  @Test(arguments: [1, 2, 7, 1000]) func eventsAreTakenApartHoweverTheyCome(size: Int) {
    var parser = EventStreamParser()
    let bytes = Array(text.utf8)
    var events: [EventMessage] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      events += parser.take(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(
      events == [
        EventMessage(id: 6, .heartbeat), EventMessage(.heartbeat), EventMessage(id: 7, .scheduleRemoved(RemovedSchedule(id: "a"))),
        EventMessage(.gap(EventGap(after: 1, first: nil))),
      ])
  }
}
