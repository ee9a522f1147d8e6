import ControlMessages
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/v1/events`: what happens, as it happens, as server-sent events (WHATWG HTML, section 9.2).
struct EventRoutes {
  /// How long somebody who was cut has to read that it was.
  private static let lastChance: TimeAmount = .seconds(5)

  let operations: any EventOperations

  func add(to router: Router<ControlContext>) {
    router.get(RouterPath(ControlPaths.events)) { request, context in
      let subscription = try await operations.events(try query(request))
      let channel = context.channel
      subscription.whenCut { channel.eventLoop.scheduleTask(in: Self.lastChance) { channel.close(promise: nil) } }
      return Response(status: .ok, headers: Self.headers, body: body(HeldSubscription(subscription), context.pass))
    }
  }

  private static let headers: HTTPFields = {
    var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
    // nginx would collect them.
    if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
    return headers
  }()

  private func query(_ request: Request) throws(ControlProblem) -> EventQuery {
    let values = try QueryParameters(request, allowed: ["schedule", "after", "follow"])
    let last = request.headers[HTTPField.Name("Last-Event-ID")!]
    let after = values["after"] ?? (last?.isEmpty == false ? last : nil)
    return EventQuery(
      schedule: values["schedule"], after: try after.map { text throws(ControlProblem) in try number(text) },
      follows: try values["follow"] == nil ? true : values.flag("follow"))
  }

  private func number(_ text: String) throws(ControlProblem) -> Int64 {
    guard let number = Int64(text), number >= 0 else {
      throw ControlProblem(.badRequest, "'\(text)' is no id of an event: after, and Last-Event-ID, take a number from 0 on")
    }
    return number
  }

  /// - Parameter pass: what the listener showed. A heartbeat comes often enough to ask whether it is still good.
  private func body(_ held: HeldSubscription, _ pass: Pass?) -> ResponseBody {
    ResponseBody { writer in
      let subscription = held.subscription
      defer { subscription.cancel() }
      // At once, so that whoever asks knows that it works.
      try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
      while let event = await subscription.next() {
        guard await pass?.holds() ?? true else {
          try await writer.write(ByteBuffer(string: EventMessage(.end(EventEnd(reason: .signedOut))).text))
          break
        }
        try await writer.write(ByteBuffer(string: event.text))
      }
      try await writer.finish(nil)
    }
  }
}

/// Is cancelled when nobody holds its answer any more: one whose peer is gone before it begins is never written.
private final class HeldSubscription: Sendable {
  let subscription: EventSubscription

  init(_ subscription: EventSubscription) { self.subscription = subscription }

  deinit { subscription.cancel() }
}

extension EventMessage {
  fileprivate var text: String {
    let number = id.map { "id: \($0)\n" } ?? ""
    // An id alone is remembered, and is no event.
    guard let name else { return number.isEmpty ? ": alive\n\n" : "\(number)\n" }
    return "\(number)event: \(name)\ndata: \(data)\n\n"
  }

  /// One line: JSON has no line breaks of its own.
  private var data: String {
    switch content {
    case .run(let item): json(item)
    case .schedule(let item): json(item)
    case .scheduleRemoved(let item): json(item)
    case .gap(let gap): json(gap)
    case .end(let end): json(end)
    case .heartbeat: "{}"
    }
  }

  private func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}
