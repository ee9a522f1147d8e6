import HTTP
import Values

extension ZenMLClient {
  /// One record, as the answer to `call`.
  func record<Record: ZenMLRecord>(_ call: ZenMLCall) async throws(ZenMLError) -> Record {
    try await read(call) { (json) throws(ZenMLFieldError) in try Record(ZenMLFields(json)) }
  }

  /// The answer to any request, for what this client has no name for.
  ///
  /// - Parameters:
  ///   - path: below `/api/v1`, with a slash at its front, percent-encoded.
  ///   - body: sent as JSON.
  ///   - idempotencyKey: of a POST; nil means a new one.
  public func json(
    _ method: String, _ path: String, _ query: [(name: String, value: String)] = [], body: JSONValue? = nil,
    idempotencyKey: Identifier? = nil
  ) async throws(ZenMLError) -> JSONValue {
    let key = method == "POST" ? idempotencyKey ?? .random() : nil
    return try await json(
      ZenMLCall(method: method, path: path, query: query, content: body.map { .json($0) } ?? .none, idempotencyKey: key))
  }

  /// The answer to `call`, whatever JSON it is.
  func json(_ call: ZenMLCall) async throws(ZenMLError) -> JSONValue { try await read(call) { $0 } }

  /// The answer to `call`, read as JSON and by `reader`.
  func read<Answer: Sendable>(
    _ call: ZenMLCall, _ reader: (JSONValue) throws(ZenMLFieldError) -> Answer
  ) async throws(ZenMLError) -> Answer {
    try decode(try await send(call), to: call, reader)
  }

  func decode<Answer>(
    _ response: HTTPResponse, to call: ZenMLCall, _ reader: (JSONValue) throws(ZenMLFieldError) -> Answer
  ) throws(ZenMLError) -> Answer {
    let name = call.described(on: configuration.serverURL)
    guard !response.looksLikeHTML, let json = try? JSONReader.value(of: response.body) else { throw .notJSON(response, to: name) }
    do {
      return try reader(json)
    } catch {
      throw ZenMLError(
        .unexpected, "\(name): answered \(response.status) with JSON that cannot be read: \(error)", status: response.status)
    }
  }

  /// The server answered about something else than it was asked for.
  func unasked(_ call: ZenMLCall, _ what: String) -> ZenMLError {
    ZenMLError(.unexpected, "\(call.described(on: configuration.serverURL)): answered with \(what) instead")
  }

  /// What was looked for is not there, as an answer that came has shown.
  func notFound(_ problem: String) -> ZenMLError {
    ZenMLError(.notFound, "\(configuration.serverURL): \(problem)", mayHaveBeenSent: false)
  }

  /// Nothing was sent: the request makes no sense.
  func refused(_ problem: String) -> ZenMLError {
    ZenMLError(.refused, "\(configuration.serverURL): \(problem)", mayHaveBeenSent: false)
  }
}
