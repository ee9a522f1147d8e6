import ControlMessages
import CurlHTTP
import JFrogML
import ScheduleFiles

extension JFrogMLClient {
  /// A client of the JFrog ML that the configuration names.
  init(_ choice: ServerChoice) throws {
    guard let jfrog = try ServerLocation(config: choice.config).configuration().jfrog else {
      throw ControlProblem(.badRequest, "the configuration names no JFrog ML: add jfrog: with its url and a way to log in")
    }
    do throws(JFrogMLURLError) {
      try self.init(
        baseURL: jfrog.url, credentials: jfrog.authentication.credentials, transport: CurlHTTPTransport(),
        now: { Moments.fromMachineClock().now })
    } catch {
      throw ControlProblem(.badRequest, "\(error)")
    }
  }
}
