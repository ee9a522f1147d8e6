import ControlMessages
import CurlHTTP
import HostTime
import ScheduleFiles
import Seams
import ZenML
import ZenMLServer

/// Whether the servers of the configuration can be reached, logged in to and read.
struct ServerCheck {
  let configuration: Configuration

  func findings() async -> [Finding] { await zenml() + jfrog() }

  private func zenml() async -> [Finding] {
    guard let server = configuration.server else { return [.ok(.server, "none: schedules come from files alone")] }
    let client: ZenMLClient
    do {
      guard let made = try Targets.client(configuration, transport: CurlHTTPTransport(), clock: HostClock()) else { return [] }
      client = made
    } catch {
      return [.fail(.server, "\(error)", do: "mend server in the configuration")]
    }
    do throws(ZenMLError) {
      let info = try await client.info()
      let user = try await client.currentUser()
      let project = try await client.activeProject()
      let schedules = try await client.scheduleTotal(project: project.id)
      _ = try await client.runs.count()
      return [
        .ok(.server, "\(server.url), ZenML \(info.version), as \(user.name)\(user.isServiceAccount == true ? " (a service account)" : "")"),
        .ok(
          .server,
          "reads \(schedules) \(schedules == 1 ? "schedule" : "schedules") and the runs of project \(project.name); "
            + "that it may write metadata shows with the first report, since nothing is written for a try"),
      ]
    } catch {
      return [.fail(.server, error.description, do: advice(error))]
    }
  }

  private func advice(_ error: ZenMLError) -> String {
    switch error.kind {
    case .credentials:
      "make a new key (zenml service-account api-key … rotate), put it where the configuration says, then restart the daemon, "
        + "which reads it when it starts"
    case .unavailable: "look whether the server runs and can be reached from here; until then fires of files go on, others from the cache"
    case .notFound: "look at server.url and server.project"
    case .conflict, .refused, .unexpected:
      "the account needs to read schedules, runs and deployments of the project, and to write their metadata"
    }
  }

  private func jfrog() async -> [Finding] {
    guard let jfrog = configuration.jfrog, let place = URLPlace(jfrog.url) else { return [] }
    switch HostProbe(host: place.host, port: place.port, rules: .standard).run() {
    case .reachable: return [.ok(.server, "\(jfrog.url) answers; 'carillon jfrog models list' shows whether it lets us in")]
    case .forbidden(let reason), .unreachable(let reason): return [.fail(.server, "\(jfrog.url): \(reason)", do: "look at jfrog.url")]
    }
  }
}
