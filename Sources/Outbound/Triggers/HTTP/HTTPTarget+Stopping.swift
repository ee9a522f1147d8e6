import Scheduling
import Seams

extension HTTPTarget {
  /// By the trigger's own cancel request; its end is seen by its status.
  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    guard case .http(let http) = fire.trigger.action else { preconditionFailure("not an http fire") }
    guard case .polled(let polling)? = http.ending else {
      let sentence = "an http trigger's work is its target's own once it is accepted: there is no request that ends it"
      return .impossible(Reason("not_followed", sentence))
    }
    guard let cancel = polling.cancel else {
      return .impossible(Reason("no_cancel", "its trigger names no request that ends it (follow.cancel)"))
    }
    guard let runID = fire.runID else { return .impossible(Reason("not_started", "nothing was started for it")) }
    let result = await stop(fire, polling, cancel, runID: runID)
    following.hurry(fire)
    return result
  }

  private func stop(
    _ fire: Fire, _ polling: StatusPolling, _ cancel: StatusPolling.CancelRequest, runID: String
  ) async -> StopResult {
    let answer: HTTPStatusAnswer
    switch await statusAnswer(fire, runID: runID) {
    case .failure(let failure): return StopResult.unavailable(failure.reason).hiding(failure.secrets)
    case .success(let success): answer = success
    }
    let secrets = answer.rendering.secrets
    let sighting = HTTPSighting(answer.response, to: answer.request, polling, retryAfter: nil, hiding: secrets)
    if case .status(_, _?, _) = sighting { return .asked }
    do throws(RenderingError) {
      let text = AnswerText(
        response: answer.response, requestURL: answer.request.url, statusURL: (answer.request.url, runID), secrets: secrets)
      let url = try LaterURL(cancel.url, text, answer.rendering).texts.url
      let key = Identifier.version5(namespace: fire.idempotencyKey, name: "cancel")
      let headers = [HTTPHeader("Idempotency-Key", key.description)]
      return await send(answer.rendering.http.laterRequest(cancel.method, url, for: fire, headers: headers)).hiding(secrets)
    } catch {
      let reason = Reason("bad_template", "follow.cancel.url cannot be filled in: \(error.sentence)")
      // An answer that tells no status, as of a server that is away, says as little of what its next one holds.
      guard case .status = sighting else { return StopResult.unavailable(reason).hiding(secrets) }
      return StopResult.impossible(reason).hiding(secrets)
    }
  }

  private func send(_ request: HTTPRequest) async -> StopResult {
    do throws(HTTPTransportError) {
      let response = try await transport.send(request)
      let reason = Reason("http_\(response.status)", "\(request.place): answered \(response.status)")
      switch response.status {
      case 200...299: return .asked
      case let status where response.asksToTryAgain || [401, 403].contains(status): return .unavailable(reason)
      default: return .impossible(reason)
      }
    } catch {
      return error.isPermanent ? .impossible(error.reason) : .unavailable(error.reason)
    }
  }
}
