import ControlAPI
import ControlMessages
import Foundation
import Seams

/// A daemon's operations, asked for over its socket.
///
/// When nobody answers, the problem is `unavailable` and its message says what was tried, on which socket and what to do.
struct ControlClient: ControlOperations {
  /// A round trip on one machine takes milliseconds; a daemon that is busy for longer is worth a message.
  private static let answerTime = HTTPTimeouts(connect: .seconds(5), total: .seconds(30))
  /// The daemon tries the server again for a while before it gives up.
  private static let syncTime = HTTPTimeouts(connect: .seconds(5), total: .seconds(300))
  /// 1 000 runs or 100 000 schedules fit.
  private static let maximumResponseBytes = 64 * 1024 * 1024

  let socket: ControlSocketPath
  let transport: any HTTPTransport

  func schedules() async throws(ControlProblem) -> [ScheduleItem] {
    try await answer(ItemList<ScheduleItem>.self, "GET", ControlPaths.schedules).items
  }

  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem {
    try await answer(ScheduleItem.self, "GET", ControlPaths.schedule(named(nameOrID)))
  }

  func runs(schedule: String?, limit: Int) async throws(ControlProblem) -> [RunItem] {
    try await answer(ItemList<RunItem>.self, "GET", ControlPaths.runs(schedule: schedule, limit: limit)).items
  }

  func run(_ fireID: String) async throws(ControlProblem) -> RunItem {
    try await answer(RunItem.self, "GET", ControlPaths.run(named(fireID)))
  }

  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem {
    try await answer(RunItem.self, "POST", ControlPaths.trigger(named(nameOrID)))
  }

  func sync() async throws(ControlProblem) -> SyncMessage {
    try await answer(SyncMessage.self, "POST", ControlPaths.sync, within: Self.syncTime)
  }

  func status() async throws(ControlProblem) -> StatusMessage {
    try await answer(StatusMessage.self, "GET", ControlPaths.status)
  }

  /// An empty segment would make another path.
  private func named(_ text: String) throws(ControlProblem) -> String {
    guard !text.isEmpty else { throw ControlProblem(.badRequest, "the name is empty; give a schedule's name or id") }
    return text
  }

  private func answer<Message: Decodable>(
    _ type: Message.Type, _ method: String, _ path: String, within timeouts: HTTPTimeouts = answerTime
  ) async throws(ControlProblem) -> Message {
    // The host is a matter of form: the socket decides who is asked.
    var request = HTTPRequest(
      method, "http://localhost\(path)", timeouts: timeouts, maximumResponseBytes: Self.maximumResponseBytes)
    request.unixSocketPath = socket.text
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      throw .unreachable(socket, trying: "\(method) \(path)", error)
    }
    return try decoded(type, from: response, asked: "\(method) \(path)")
  }

  private func decoded<Message: Decodable>(
    _ type: Message.Type, from response: HTTPResponse, asked: String
  ) throws(ControlProblem) -> Message {
    let body = Data(response.body)
    if (200..<300).contains(response.status), let message = try? JSONDecoder().decode(type, from: body) { return message }
    if let problem = try? JSONDecoder().decode(ControlProblem.self, from: body) { throw problem }
    throw ControlProblem(
      .failure,
      "\(asked) on \(socket): status \(response.status) with an answer that is not Carillon's; is another program or version behind it?")
  }
}
