import ControlMessages
import HTTPTypes
import Hummingbird
import NIOCore

/// Writing `/api/v1/schedules`: schedules that are in no file and on no server.
struct LocalScheduleRoutes {
  let operations: any LocalScheduleOperations

  func add(to router: Router<ControlContext>) {
    router.post(RouterPath(ControlPaths.schedules)) { request, context in try await create(request, context) }
    router.put(RouterPath(ControlPaths.schedules + "/:schedule")) { request, context in
      try QueryParameters(request, allowed: [])
      let change = try await operations.updateSchedule(
        context.pathText("schedule"), try await request.text(), expected: try request.tags(.ifMatch), by: context.caller)
      return try Response.json(tagged: context.noting(change).item)
    }
    router.delete(RouterPath(ControlPaths.schedules + "/:schedule")) { request, context in
      try QueryParameters(request, allowed: [])
      let change = try await operations.deleteSchedule(
        context.pathText("schedule"), expected: try request.tags(.ifMatch), by: context.caller)
      return try Response.json(context.noting(change).item)
    }
    router.get(RouterPath(ControlPaths.schedules + "/:schedule/definition")) { request, context in
      try QueryParameters(request, allowed: [])
      let definition = try await operations.definition(context.pathText("schedule"), by: context.caller)
      var response = try Response.json(definition)
      response.headers[.eTag] = "\"\(definition.etag)\""
      return response
    }
  }

  private func create(_ request: Request, _ context: ControlContext) async throws -> Response {
    try QueryParameters(request, allowed: [])
    let condition = try request.tags(.ifNoneMatch)
    guard condition == nil || condition == .any else {
      throw ControlProblem(.badRequest, "If-None-Match takes * here: nothing is made where there is something")
    }
    let change = try await operations.createSchedule(
      try await request.text(), ifNoneExists: condition != nil, by: context.caller)
    var response = try Response.json(tagged: context.noting(change).item, status: .created)
    response.headers[.location] = ControlPaths.schedule(change.item.id)
    return response
  }
}

extension ControlContext {
  /// Tells the audit log what a local schedule was and is.
  fileprivate func noting(_ change: LocalScheduleChange) -> LocalScheduleChange {
    note?.subject(change.item.name)
    note?.before(change.before)
    note?.after(change.after)
    return change
  }
}

extension Response {
  /// A schedule, with the tag that a change of it names.
  static func json(tagged item: ScheduleItem, status: HTTPResponse.Status = .ok) throws -> Response {
    var response = try json(ScheduleShape(item: item), status: status)
    response.headers[.eTag] = item.etag.map { "\"\($0)\"" }
    return response
  }
}

extension Request {
  /// The body as text; `BodyLimit` bounds it.
  fileprivate func text() async throws -> String {
    let buffer = try await body.collect(upTo: .max)
    guard let text = String(validating: buffer.readableBytesView, as: UTF8.self) else {
      throw ControlProblem(.badRequest, "the body is not UTF-8")
    }
    guard !text.allSatisfy(\.isWhitespace) else {
      throw ControlProblem(.badRequest, "the body is empty; a schedule's definition is needed, as JSON or YAML")
    }
    return text
  }

  fileprivate func tags(_ field: HTTPField.Name) throws(ControlProblem) -> EntityTags? {
    guard let text = headers[field] else { return nil }
    return try EntityTags(text, field: field.rawName)
  }
}
