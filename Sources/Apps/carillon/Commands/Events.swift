import ArgumentParser
import ControlAPI
import ControlMessages
import Foundation

struct Events: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what happens: each change of a run, and of a schedule's state.",
    discussion: """
      Without -f what the daemon still remembers; with it everything from now on, until Ctrl-C. With --json one event on each line.
      Examples: carillon events; carillon events -f nightly-training; carillon events -f --json | jq .data.outcome
      """)

  @Argument(help: ArgumentHelp("Only this schedule's.", valueName: "name|id"))
  var schedule: String?

  @Flag(name: [.customShort("f"), .long], help: "Go on with what happens from now on.")
  var follow = false

  @Option(help: ArgumentHelp("Begin behind the event with this number; 0: with the oldest that is remembered.", valueName: "number"))
  var after: Int64?

  @OptionGroup var daemon: DaemonOptions

  func validate() throws {
    if let after, after < 0 { throw ValidationError("--after \(after) is negative") }
  }

  func run() async throws {
    let query = EventQuery(schedule: schedule, after: after ?? (follow ? nil : 0), follows: follow)
    var following = EventFollowing(operations: try daemon.operations(), query: query)
    try await following.run(each: { event in
      guard daemon.json else { return writeOutput(EventLine(event: event).text ?? "") }
      if let line = EventRecord(event) { writeOutput(try line.text) }
    })
  }
}

/// One event as a line of JSON.
struct EventRecord: Encodable {
  let event: EventMessage
  let name: String

  /// Nil for a heartbeat.
  init?(_ event: EventMessage) {
    guard let name = event.name else { return nil }
    (self.event, self.name) = (event, name)
  }

  enum CodingKeys: String, CodingKey { case id, event, data }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(event.id, forKey: .id)
    try values.encode(name, forKey: .event)
    switch event.content {
    case .run(let item): try values.encode(item, forKey: .data)
    case .schedule(let item): try values.encode(item, forKey: .data)
    case .scheduleRemoved(let item): try values.encode(item, forKey: .data)
    case .gap(let gap): try values.encode(gap, forKey: .data)
    case .end(let end): try values.encode(end, forKey: .data)
    case .heartbeat: try values.encodeNil(forKey: .data)
    }
  }

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}
