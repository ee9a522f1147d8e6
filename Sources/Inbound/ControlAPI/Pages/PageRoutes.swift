import CivilTime
import ControlMessages
import HTTPTypes
import Hummingbird
import NIOCore
import WebPage

/// The web page: what people read, and the forms by which they act. Everything that changes something is a POST, which leads to the page
/// that shows what came of it.
package struct PageRoutes {
  let operations: any ControlOperations
  let pages: any PageOperations

  package init(operations: any ControlOperations, pages: any PageOperations) {
    self.operations = operations
    self.pages = pages
  }

  package func add(to router: Router<ControlContext>) {
    addAssets(to: router)
    addReading(to: router)
    addSchedule(to: router)
    addScheduleActions(to: router)
    addRunActions(to: router)
  }

  private func addReading(to router: Router<ControlContext>) {
    show("/", router) { _, _, frame in OverviewPage(try await pages.overview(), frame).text }
    show("/schedules", router) { query, _, frame in
      SchedulesPage(try await pages.schedulesContent(try ScheduleFilter(query)), frame).text
    }
    show("/runs", router) { query, _, frame in RunsPage(try await pages.runsContent(try RunFilter(query)), frame).text }
    show("/runs/:fire", router) { _, context, frame in RunPage(try await pages.runContent(context.pathText("fire")), frame).text }
    show("/forecast", router) { _, _, frame in ForecastPage(await pages.forecastContent(), frame).text }
    show("/dead-letters", router) { _, _, frame in
      DeadLettersPage(try await operations.deadLetters(limit: DeadLettersPage.asked), frame).text
    }
    show("/sync", router) { _, _, frame in SyncPage(try await pages.syncContent(), frame).text }
    show("/audit", router) { query, _, frame in try await audit(query, frame) }
  }

  private static let writeLimit = 100
  /// Of an audit that nobody has given a beginning.
  private static let auditedByDefault: Duration = .seconds(86_400)

  private func audit(_ query: PageFields, _ frame: Frame) async throws -> String {
    let question = (from: query["from"] ?? "", to: query["to"] ?? "")
    let writes = frame.viewer.role == .admin ? try await pages.writeLines(limit: Self.writeLimit) : nil
    // It takes longer than a page may: whoever opens the page sees what the daemon itself found last.
    guard query.has("from") || query.has("to") else {
      let status = try await operations.status()
      return AuditPage(lastLook: status.lastAudit, findings: status.healthReasons, writes: writes, frame).text
    }
    do throws(ControlProblem) {
      let from = query["from"] ?? (frame.now - Self.auditedByDefault).iso8601
      let audit = try await operations.audit(from: from, to: query["to"])
      return AuditPage(audit, question: (question.from, question.to, nil), writes: writes, frame).text
    } catch {
      return AuditPage(nil, question: (question.from, question.to, error.message), writes: writes, frame).text
    }
  }

  // MARK: The schedule's page, with the question why

  private func addSchedule(to router: Router<ControlContext>) {
    show("/schedules/:schedule", router) { query, context, frame in
      let name = try context.pathText("schedule")
      guard let content = try await foundSchedule(name) else {
        let removed = try await removedSchedule(name)
        let (why, question) = await story(of: removed.id, query)
        return RemovedSchedulePage(removed, why: why, question: question, frame).text
      }
      let (why, question) = await story(of: content.line.item.id, query)
      return SchedulePage(content, why: why, question: question, frame).text
    }
  }

  /// Nil when there is none of that name or id now. Apart from the page: the optimiser of Swift 6.3.1 ends with signal 11 where a route
  /// throws on what it has caught.
  @inline(never)
  private func foundSchedule(_ name: String) async throws(ControlProblem) -> ScheduleContent? {
    do throws(ControlProblem) {
      return try await pages.scheduleContent(name)
    } catch {
      guard error.code == .notFound else { throw error }
      return nil
    }
  }

  @inline(never)
  private func removedSchedule(_ name: String) async throws(ControlProblem) -> RemovedScheduleContent {
    if let removed = try await pages.removedSchedule(name) { return removed }
    throw ControlProblem(.notFound, "there is no schedule '\(name)'; 'carillon list' shows all")
  }

  /// The story of the instant that is asked for, if one is, and what is wrong with the question.
  private func story(of id: String, _ query: PageFields) async -> (WhyMessage?, (text: String, problem: String?)) {
    let at = query["at"]
    guard query["why"] != nil || at != nil else { return (nil, ("", nil)) }
    do throws(ControlProblem) {
      let why = try await operations.why(id, at: at)
      return (why, (at ?? "", nil))
    } catch {
      return (nil, (at ?? "", error.message))
    }
  }

  // MARK: What every page goes through

  /// A page that only shows.
  func show(
    _ path: String, needing role: Role = .viewer, _ router: Router<ControlContext>,
    _ make: @escaping @Sendable (PageFields, ControlContext, Frame) async throws -> String
  ) {
    router.get(RouterPath(path)) { request, context in
      await answering(context) { frame in
        try Self.require(role, context)
        return .webPage(try await make(try PageFields(query: request), context, frame))
      }
    }
  }

  /// A form that does something, and then leads elsewhere.
  func act(
    _ path: String, _ router: Router<ControlContext>,
    _ act: @escaping @Sendable (PageFields, ControlContext) async throws -> Address
  ) {
    router.post(RouterPath(path)) { request, context in
      await answering(context) { _ in
        try Self.require(.operator, context)
        return .leading(to: try await act(try await PageFields(body: request), context))
      }
    }
  }

  /// What cannot be shown or done becomes a page that says so.
  private func answering(_ context: ControlContext, _ body: (Frame) async throws -> Response) async -> Response {
    let frame = pages.frame(for: context.caller)
    do {
      return try await body(frame)
    } catch let problem as ControlProblem {
      return .problemPage(problem, frame)
    } catch {
      return .problemPage(ControlProblem(.failure, "the page could not be made"), frame)
    }
  }

  /// Said here too, so that a page is safe wherever it is mounted.
  private static func require(_ role: Role, _ context: ControlContext) throws(ControlProblem) {
    guard role > .viewer else { return }
    guard let caller = context.caller, caller.role >= role else {
      throw ControlProblem(.forbidden, "this needs the role \(role.rawValue), and yours is \(context.caller?.role.rawValue ?? "none")")
    }
  }
}

extension Response {
  static func webPage(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }

  /// 303: the browser gets what is there by GET, and loading it again does nothing twice.
  fileprivate static func leading(to address: Address) -> Response {
    Response(status: .seeOther, headers: [.location: address.text])
  }
}

extension ScheduleFilter {
  fileprivate init(_ query: PageFields) throws(ControlProblem) {
    self.init(
      search: query["q"] ?? "", state: query["state"] ?? "", tag: query["tag"] ?? "",
      page: try query.integer("page", in: 1...1_000_000) ?? 1)
  }
}

extension RunFilter {
  fileprivate init(_ query: PageFields) throws(ControlProblem) {
    self.init(
      schedule: query["schedule"] ?? "", outcome: query["outcome"] ?? "", kind: query["kind"] ?? "",
      skip: try query.integer("skip", in: 0...1_000_000) ?? 0)
  }
}
