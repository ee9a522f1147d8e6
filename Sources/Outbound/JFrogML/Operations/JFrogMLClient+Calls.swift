import HTTP
import Values

extension JFrogMLClient {
  func get<Record: JFrogRecord>(_ elements: [String]) async throws(JFrogMLError) -> Record {
    let call = try JFrogMLCall("GET", elements)
    return try record(in: try await send(call), to: call)
  }

  func post<Record: JFrogRecord>(
    _ elements: [String], _ body: JSONValue, idempotencyKey: Identifier?, traceparent: String? = nil
  ) async throws(JFrogMLError) -> JFrogCreation<Record> {
    var call = try JFrogMLCall("POST", elements, body: body, idempotencyKey: idempotencyKey)
    call.traceparent = traceparent
    let response = try await send(call)
    return JFrogCreation(record: try record(in: response, to: call), sentAfter: response.sentAfter)
  }

  func delete(_ elements: [String]) async throws(JFrogMLError) { _ = try await send(try JFrogMLCall("DELETE", elements)) }
}

/// What was made.
package struct JFrogCreation<Record: JFrogRecord>: Sendable, Hashable {
  package let record: Record
  /// From the call until the request's first byte was handed to the wire.
  package let sentAfter: Duration
}
