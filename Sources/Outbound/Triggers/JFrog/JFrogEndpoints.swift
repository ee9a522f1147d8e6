import CivilTime
import JFrogML
import Scheduling
import Seams

/// Where the active deployments of models serve, as JFrog ML last said.
package actor JFrogEndpoints {
  /// A herd of fires asks once, and a deployment that another one has replaced is not called for long.
  static let freshFor: Duration = .seconds(60)

  private struct Place: Hashable {
    let model: String
    let deployment: String?
  }

  private struct Known {
    let url: String
    let since: Instant
  }

  private let client: JFrogMLClient
  private let clock: any WallClock
  private var known: [Place: Known] = [:]
  /// The one question that is under way for all who wait for its answer.
  private var asking: [Place: Task<Result<String, JFrogMLError>, Never>] = [:]

  package init(client: JFrogMLClient, clock: any WallClock) {
    self.client = client
    self.clock = clock
  }

  /// - Parameters:
  ///   - model: its id or name.
  ///   - deployment: its id or name, where the model has several that are active.
  ///   - fresh: what is known has turned out to be wrong.
  /// - Returns: the URL, as the server gives it.
  func url(model: String, deployment: String?, fresh: Bool = false) async throws(JFrogMLError) -> String {
    let place = Place(model: model, deployment: deployment)
    let last = known[place]
    if !fresh, let last, clock.now() < last.since.advanced(by: Self.freshFor), clock.now() >= last.since { return last.url }
    do throws(JFrogMLError) {
      return try await ask(place)
    } catch {
      // While JFrog ML is away, its endpoints need not be.
      guard !fresh, let last, error.kind == .unavailable || error.kind == .busy else { throw error }
      return last.url
    }
  }

  private func ask(_ place: Place) async throws(JFrogMLError) -> String {
    let task =
      asking[place]
      ?? Task { [client] in
        let result = await Self.find(place, client)
        self.answered(place, result)
        return result
      }
    asking[place] = task
    return try await task.value.get()
  }

  private func answered(_ place: Place, _ result: Result<String, JFrogMLError>) {
    asking[place] = nil
    switch result {
    case .success(let url): known[place] = Known(url: url, since: clock.now())
    case .failure(let error) where error.kind == .notFound || error.kind == .ambiguous: known[place] = nil
    case .failure: break
    }
  }

  private static func find(_ place: Place, _ client: JFrogMLClient) async -> Result<String, JFrogMLError> {
    do throws(JFrogMLError) {
      let model = try await client.models.named(place.model)
      let all = try await client.deployments.list().whole().filter { $0.modelID == model.id }
      return .success(try active(among: all, place))
    } catch {
      return .failure(error)
    }
  }

  private static func active(among all: [JFrogDeployment], _ place: Place) throws(JFrogMLError) -> String {
    let meant = place.deployment.map { wanted in all.filter { $0.id == wanted || $0.name == wanted } } ?? all
    let what = "model '\(place.model)' has \(place.deployment == nil ? "no active deployment" : "no active deployment that was named")"
    let active = meant.filter { $0.status == .active }
    guard let one = active.first else {
      let coming = meant.first { $0.status == .deploying }
      guard let coming else { throw JFrogMLError(.notFound, what, mayHaveBeenSent: false) }
      throw JFrogMLError(.busy, "\(what) yet: \(coming.id) is deploying", mayHaveBeenSent: false)
    }
    guard active.count == 1 else {
      let names = active.map { "\($0.name ?? "?") (\($0.id))" }.sorted().joined(separator: ", ")
      throw JFrogMLError(.ambiguous, "model '\(place.model)' has several active deployments: \(names); name one", mayHaveBeenSent: false)
    }
    guard let url = one.endpointURL else {
      throw JFrogMLError(.unexpected, "deployment \(one.id) is active and has no endpoint_url", mayHaveBeenSent: false)
    }
    return url
  }
}
