import ControlMessages
import HTTPTypes
import Hummingbird
import NIOCore
import Values

import struct Seams.KeptAnswer

/// Operations that also write down who asks for what.
package typealias RecordedOperations = ControlOperations & WriteJournal

/// Writes every request down that may change something: before it does, and how it ended. What cannot be written down is refused.
///
/// It stands before all routes and judges by the method alone, so that no route can forget it. Requests that nobody vouches for
/// are left out: what a stranger sends must not push out what others did. A route that lets somebody in (a login) begins and
/// ends its own line.
struct WriteRecorder: RouterMiddleware {
  let operations: any RecordedOperations

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    guard Self.changes(request.method), let caller = context.caller, let path = context.endpointPath else {
      return try await next(request, context)
    }
    let bytes = try await request.body.collect(upTo: .max)
    let write = Write(
      caller: caller, kind: WriteKind.of(request.method.rawValue, path), request: request, context: context,
      body: String(buffer: bytes))
    guard write.kind.takesKey, let key = try write.key else { return try await recorded(write, next) }
    if let answer = try await operations.claim(key) { return answer.response }
    return try await once(key, write, next)
  }

  /// RFC 9110 section 9.2.1, read the other way round.
  static func changes(_ method: HTTPRequest.Method) -> Bool {
    switch method {
    case .get, .head, .options, .trace: false
    default: true
    }
  }

  private typealias Next = (Request, ControlContext) async throws -> Response

  private func once(_ key: WriteKey, _ write: Write, _ next: Next) async throws -> Response {
    do {
      var response = try await recorded(write, next)
      let body = try await response.collectedBody()
      let answer = KeptAnswer(
        status: response.status.code, location: response.headers[.location], etag: response.headers[.eTag], body: String(buffer: body))
      await operations.settle(key, response.status.code < 300 ? answer : nil)
      return response
    } catch let problem as ControlProblem where problem.code == .unwritten {
      // It was done: who sends the request again is not to have it done twice.
      throw problem
    } catch {
      await operations.settle(key, nil)
      throw error
    }
  }

  private func recorded(_ write: Write, _ next: Next) async throws -> Response {
    let facts = WriteFacts(operations: operations, kind: write.kind)
    let asked = JSONValue(text: Array(write.body.utf8))
    let (subject, before) = await facts.standing(write.context, write.body, asked)
    let line = try await operations.begin(
      WriteRecord(
        who: write.caller.name, role: write.caller.role, origin: write.context.origin, operation: write.kind.name, subject: subject,
        requestID: write.context.requestID, asked: write.kind.keepsBody ? WriteFacts.bounded(asked) : nil,
        before: WriteFacts.bounded(before)))
    var context = write.context
    let note = WriteNote()
    context.note = note
    do {
      var response = try await next(write.request, context)
      let answer = write.kind.keepsAnswer ? JSONValue(text: Array(buffer: try await response.collectedBody())) : nil
      await operations.end(line, WriteEnding(response.status.code, nil, note.content, after: facts.after(answer)))
      return response
    } catch {
      let (status, problem) = Self.ending(error)
      await operations.end(line, WriteEnding(status, problem, note.content, after: nil))
      throw error
    }
  }

  private static func ending(_ error: any Error) -> (Int, String) {
    switch error {
    case let problem as ControlProblem: (problem.code.status.code, problem.message)
    case let error as any HTTPResponseError: (error.status.code, "status \(error.status.code)")
    default: (500, "the connection or the daemon failed")
    }
  }
}

/// One request that is to be written down.
private struct Write {
  let caller: Caller
  let kind: WriteKind
  let request: Request
  let context: ControlContext
  let body: String

  /// A header field of RFC-to-be draft-ietf-httpapi-idempotency-key-header; nil without one.
  var key: WriteKey? {
    get throws(ControlProblem) {
      guard let key = request.headers[.idempotencyKey] else { return nil }
      guard (1...255).contains(key.utf8.count) else {
        throw ControlProblem(.badRequest, "the Idempotency-Key has \(key.utf8.count) bytes; 1 to 255 are needed")
      }
      let line = "\(request.method.rawValue) \(request.uri.path)?\(request.uri.query ?? "")"
      let condition = "\(request.headers[.ifMatch] ?? "")\n\(request.headers[.ifNoneMatch] ?? "")"
      return WriteKey(who: caller.name, key: key, request: "\(line)\n\(condition)\n\(body)")
    }
  }
}

extension WriteEnding {
  fileprivate init(_ status: Int, _ problem: String?, _ note: WriteNote.Content, after: JSONValue?) {
    self.init(
      status: status, problem: problem, subject: note.subject, before: WriteFacts.bounded(note.before),
      after: WriteFacts.bounded(note.after ?? after))
  }
}

extension KeptAnswer {
  fileprivate var response: Response {
    var headers: HTTPFields = [
      .contentType: "application/json; charset=utf-8", .cacheControl: "no-store", .idempotencyReplayed: "true",
    ]
    headers[.location] = location
    headers[.eTag] = etag
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}

extension HTTPField.Name {
  static let idempotencyKey = parsed("Idempotency-Key")
  static let idempotencyReplayed = parsed("Idempotency-Replayed")
  static let requestID = parsed("X-Request-Id")

  private static func parsed(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header's name") }
    return name
  }
}

extension ControlContext {
  /// Where the request comes from. The peer of a Unix socket has no address; ours is the socket's path.
  var origin: String {
    channel.remoteAddress?.ipAddress ?? (channel.localAddress?.pathname == nil ? "unknown" : "unix")
  }
}
