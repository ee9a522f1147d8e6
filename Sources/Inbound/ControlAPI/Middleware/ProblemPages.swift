import ControlMessages
import HTTPTypes
import Hummingbird
import WebPage

/// Shows people on a page what programs are told as JSON. Strangers are told no more than programs are.
struct ProblemPages: RouterMiddleware {
  let pages: any PageOperations
  /// What there is, to tell an unknown path from a method that a path does not have.
  let routes: RouteIndex

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    guard request.wantsPage, let caller = context.caller else { return try await next(request, context) }
    do {
      return try await next(request, context)
    } catch let problem as ControlProblem {
      return .problemPage(problem, pages.frame(for: caller))
    } catch let error as HTTPError where error.status == .notFound {
      return notFound(request, pages.frame(for: caller))
    }
  }

  private func notFound(_ request: Request, _ frame: Frame) -> Response {
    let path = request.uri.path
    let methods = routes.methods(of: path)
    // A route can find nothing at a path that it takes.
    guard !methods.isEmpty, !methods.contains(request.method.rawValue) else {
      return .problemPage(ControlProblem(.notFound, "there is no page \(path)"), frame)
    }
    let allowed = methods.joined(separator: ", ")
    let problem = ControlProblem(.badRequest, "the page \(path) takes \(allowed), not \(request.method.rawValue)")
    var response = Response.problemPage(problem, frame, status: .methodNotAllowed)
    response.headers[.allow] = allowed
    return response
  }
}

extension PageOperations {
  /// What a page for them is shown with.
  func frame(for caller: Caller?) -> Frame {
    Frame(
      now: pageTime, viewer: Viewer(name: caller?.name ?? "nobody", role: caller?.role ?? .viewer, formToken: caller?.formToken))
  }
}

extension Response {
  static func problemPage(_ problem: ControlProblem, _ frame: Frame, status: HTTPResponse.Status? = nil) -> Response {
    .webPage(ProblemPage(problem, frame).text, status: status ?? problem.code.status)
  }
}
