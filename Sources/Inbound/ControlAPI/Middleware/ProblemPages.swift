import ControlMessages
import HTTPTypes
import Hummingbird
import WebPage

/// Shows people on a page what programs are told as JSON. Strangers are told no more than programs are.
struct ProblemPages: RouterMiddleware {
  let pages: any PageOperations
  /// What there is: a path that takes other methods is `ProblemMiddleware`'s to answer.
  let routes: RouteIndex

  func handle(
    _ request: Request, context: ControlContext, next: (Request, ControlContext) async throws -> Response
  ) async throws -> Response {
    guard request.wantsPage, let caller = context.caller else { return try await next(request, context) }
    do {
      return try await next(request, context)
    } catch let problem as ControlProblem {
      return .problemPage(problem, pages.frame(for: caller))
    } catch let error as HTTPError where error.status == .notFound && routes.methods(of: request.uri.path).isEmpty {
      return .problemPage(ControlProblem(.notFound, "there is no page \(request.uri.path)"), pages.frame(for: caller))
    }
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
  static func problemPage(_ problem: ControlProblem, _ frame: Frame) -> Response {
    .webPage(ProblemPage(problem, frame).text, status: problem.code.status)
  }
}
