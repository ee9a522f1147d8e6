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
  /// Who asks how the daemon is wants to know soon that it hangs.
  private static let statusTime = HTTPTimeouts(connect: .seconds(5), total: .seconds(10))
  /// The daemon tries the server again for a while before it gives up.
  private static let syncTime = HTTPTimeouts(connect: .seconds(5), total: .seconds(300))
  /// What goes through a store of gigabytes, or through all schedules.
  private static let storeTime = HTTPTimeouts(connect: .seconds(5), total: .seconds(600))
  /// 1 000 runs or 100 000 schedules fit.
  private static let maximumResponseBytes = 64 * 1024 * 1024

  let socket: ControlSocketPath
  let transport: any HTTPTransport

  func schedules(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleItem> {
    try await answer(Page<ScheduleItem>.self, "GET", ControlPaths.list(ControlPaths.schedules, query))
  }

  func summaries(_ query: ListQuery) async throws(ControlProblem) -> Page<ScheduleSummary> {
    let path = ControlPaths.list(ControlPaths.scheduleSummaries, query)
    let response = try await response("GET", path, bytes: nil, within: Self.answerTime)
    if response.status == 200, let page = Page<ScheduleSummary>(json: response.body) { return page }
    throw problem(of: response, asked: "GET \(path)")
  }

  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem {
    try await answer(ScheduleItem.self, "GET", ControlPaths.schedule(named(nameOrID)))
  }

  func runs(_ query: ListQuery) async throws(ControlProblem) -> Page<RunItem> {
    try await answer(Page<RunItem>.self, "GET", ControlPaths.list(ControlPaths.runs, query))
  }

  func pipelines(_ query: ListQuery) async throws(ControlProblem) -> Page<PipelineItem> {
    try await answer(Page<PipelineItem>.self, "GET", ControlPaths.list(ControlPaths.pipelines, query))
  }

  func pipeline(_ nameOrID: String) async throws(ControlProblem) -> PipelineItem {
    try await answer(PipelineItem.self, "GET", ControlPaths.pipeline(named(nameOrID)))
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
    try await answer(StatusMessage.self, "GET", ControlPaths.status, within: Self.statusTime)
  }

  func why(_ nameOrID: String, at instant: String?) async throws(ControlProblem) -> WhyMessage {
    try await answer(WhyMessage.self, "GET", ControlPaths.why(named(nameOrID), at: instant))
  }

  func guarantee(_ nameOrID: String) async throws(ControlProblem) -> GuaranteeMessage {
    try await answer(GuaranteeMessage.self, "GET", ControlPaths.guarantee(named(nameOrID)))
  }

  func exclusions(of nameOrID: String, from: String?, count: Int) async throws(ControlProblem) -> [ExclusionItem] {
    let path = try ControlPaths.exclusions(of: named(nameOrID), from: from, count: count)
    return try await answer(ItemList<ExclusionItem>.self, "GET", path).items
  }

  func backfill(_ nameOrID: String, _ request: BackfillRequest) async throws(ControlProblem) -> BackfillMessage {
    try await answer(BackfillMessage.self, "POST", ControlPaths.backfill(named(nameOrID)), body: request)
  }

  func pause(_ request: PauseRequest) async throws(ControlProblem) -> [ScheduleItem] {
    try await answer(ItemList<ScheduleItem>.self, "POST", ControlPaths.pause, body: request, within: Self.storeTime).items
  }

  func resume(_ request: ResumeRequest) async throws(ControlProblem) -> [ScheduleItem] {
    try await answer(ItemList<ScheduleItem>.self, "POST", ControlPaths.resume, body: request, within: Self.storeTime).items
  }

  func log(_ fireID: String, attempt: Int?, from offset: Int, wait seconds: Int) async throws(ControlProblem) -> RunLogMessage {
    let path = try ControlPaths.log(named(fireID), attempt: attempt, from: offset, wait: seconds)
    return try await answer(RunLogMessage.self, "GET", path, within: Self.storeTime)
  }

  func cancel(_ fireID: String, force: Bool) async throws(ControlProblem) -> RunItem {
    try await answer(RunItem.self, "POST", ControlPaths.cancel(named(fireID), force: force))
  }

  func deadLetters(limit: Int) async throws(ControlProblem) -> [RunItem] {
    try await answer(ItemList<RunItem>.self, "GET", ControlPaths.deadLetters(limit: limit)).items
  }

  func replayDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage {
    try await answer(DeadLetterMessage.self, "POST", ControlPaths.deadLettersReplay, body: request, within: Self.storeTime)
  }

  func dropDeadLetters(_ request: DeadLetterRequest) async throws(ControlProblem) -> DeadLetterMessage {
    try await answer(DeadLetterMessage.self, "POST", ControlPaths.deadLettersDrop, body: request, within: Self.storeTime)
  }

  func audit(from: String?, to: String?) async throws(ControlProblem) -> AuditMessage {
    try await answer(AuditMessage.self, "GET", ControlPaths.audit(from: from, to: to), within: Self.storeTime)
  }

  func backUp(_ request: BackupRequest) async throws(ControlProblem) -> BackupMessage {
    try await answer(BackupMessage.self, "POST", ControlPaths.storeBackup, body: request, within: Self.storeTime)
  }

  func verify() async throws(ControlProblem) -> VerifyMessage {
    try await answer(VerifyMessage.self, "POST", ControlPaths.storeVerify, within: Self.storeTime)
  }

  func auditLog(_ request: AuditLogRequest) async throws(ControlProblem) -> Page<AuditLogItem> {
    try await answer(Page<AuditLogItem>.self, "GET", ControlPaths.auditLog(request), within: Self.storeTime)
  }

  func alerts() async throws(ControlProblem) -> AlertsMessage {
    try await answer(AlertsMessage.self, "GET", ControlPaths.alerts)
  }

  func testAlerts(_ request: AlertTestRequest) async throws(ControlProblem) -> AlertTestMessage {
    try await answer(AlertTestMessage.self, "POST", ControlPaths.alertsTest, body: request, within: Self.storeTime)
  }

  // MARK: Asking

  /// An empty segment would make another path.
  func named(_ text: String) throws(ControlProblem) -> String {
    guard !text.isEmpty else { throw ControlProblem(.badRequest, "the name is empty; give a schedule's name or id") }
    return text
  }

  func answer<Message: Decodable>(
    _ type: Message.Type, _ method: String, _ path: String, body: some Encodable, within timeouts: HTTPTimeouts = answerTime
  ) async throws(ControlProblem) -> Message {
    // Strings, numbers and truths only: encoding them cannot fail.
    let bytes = (try? JSONEncoder().encode(body)).map { [UInt8]($0) } ?? []
    return try await answer(type, method, path, bytes: bytes, within: timeouts)
  }

  /// As `answer`, where there is nothing to say but that it is done.
  func send(_ method: String, _ path: String, body: some Encodable) async throws(ControlProblem) {
    let bytes = (try? JSONEncoder().encode(body)).map { [UInt8]($0) } ?? []
    let response = try await response(method, path, bytes: bytes, within: Self.answerTime)
    if (200..<300).contains(response.status) { return }
    _ = try decoded(EmptyAnswer.self, from: response, asked: "\(method) \(path)")
  }

  private struct EmptyAnswer: Decodable {}

  func answer<Message: Decodable>(
    _ type: Message.Type, _ method: String, _ path: String, bytes: [UInt8]? = nil, headers: [HTTPHeader] = [],
    within timeouts: HTTPTimeouts = answerTime
  ) async throws(ControlProblem) -> Message {
    try decoded(type, from: try await response(method, path, bytes: bytes, headers: headers, within: timeouts), asked: "\(method) \(path)")
  }

  private func response(
    _ method: String, _ path: String, bytes: [UInt8]?, headers: [HTTPHeader] = [], within timeouts: HTTPTimeouts
  ) async throws(ControlProblem) -> HTTPResponse {
    // The host is a matter of form: the socket decides who is asked.
    var request = HTTPRequest(
      method, "http://localhost\(path)", headers: headers + (bytes == nil ? [] : [HTTPHeader("Content-Type", Self.contentType(of: bytes))]),
      body: bytes,
      timeouts: timeouts, maximumResponseBytes: Self.maximumResponseBytes)
    request.unixSocketPath = socket.text
    do {
      return try await transport.send(request)
    } catch {
      throw .unreachable(socket, trying: "\(method) \(path)", error)
    }
  }

  /// A definition may be YAML; everything else is a JSON object.
  private static func contentType(of bytes: [UInt8]?) -> String {
    let blanks = Set(" \t\r\n".utf8)
    return bytes?.first { !blanks.contains($0) } == UInt8(ascii: "{") ? "application/json" : "application/yaml"
  }

  private func decoded<Message: Decodable>(
    _ type: Message.Type, from response: HTTPResponse, asked: String
  ) throws(ControlProblem) -> Message {
    let body = Data(response.body)
    if (200..<300).contains(response.status), let message = try? JSONDecoder().decode(type, from: body) { return message }
    throw problem(of: response, asked: asked)
  }

  private func problem(of response: HTTPResponse, asked: String) -> ControlProblem {
    if let problem = try? JSONDecoder().decode(ControlProblem.self, from: Data(response.body)) { return problem }
    return ControlProblem(
      .failure,
      "\(asked) on \(socket): status \(response.status) with an answer that is not Carillon's; is another program or version behind it?")
  }
}
