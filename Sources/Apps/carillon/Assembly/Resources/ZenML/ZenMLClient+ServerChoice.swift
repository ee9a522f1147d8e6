import ControlMessages
import CurlHTTP
import ScheduleFiles
import ZenML

extension ZenMLClient {
  /// A client of the server that the configuration names.
  init(_ choice: ServerChoice) throws {
    guard let server = try ServerLocation(config: choice.config).configuration().server else {
      throw ControlProblem(
        .badRequest, "the configuration names no ZenML server: add server: with its url and a way to log in, or set ZENML_STORE_URL")
    }
    let configuration: ZenMLConfiguration
    do throws(ZenMLConfigurationError) {
      configuration = try ZenMLConfiguration(
        url: server.url, project: choice.project ?? server.project, credentials: server.authentication.credentials)
    } catch {
      throw ControlProblem(.badRequest, "\(error)")
    }
    self.init(configuration: configuration, transport: CurlHTTPTransport(), retries: .ofCommand(), now: { Moments.fromMachineClock().now })
  }
}
