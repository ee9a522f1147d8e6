import CivilTime
import Scheduling
import Seams

extension HTTPTarget {
  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    let task = Task {
      await follow(fire, telling: continuation)
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func follow(_ fire: Fire, telling continuation: AsyncStream<RunObservation>.Continuation) async {
    guard case .http(let http) = fire.trigger.action else { preconditionFailure("not an http fire") }
    switch (http.ending, fire.runID) {
    case (.calledBack(let timeout)?, _): await awaitCallback(of: fire, timeout: .seconds(timeout), telling: continuation)
    case (.polled(let polling)?, let runID?):
      await HTTPStatusFollower(target: self, fire: fire, polling: polling, runID: runID, continuation: continuation).follow()
    default:
      continuation.yield(
        RunObservation(
          status: "unknown", outcome: .lost, reason: Reason("no_status_url", "it is not known where its status could be asked for")))
    }
  }

  private func awaitCallback(
    of fire: Fire, timeout: Duration, telling continuation: AsyncStream<RunObservation>.Continuation
  ) async {
    continuation.yield(RunObservation(status: "accepted, waiting for the callback"))
    let deadline = clock.now().advanced(by: timeout)
    let patience = Task {
      while clock.now() < deadline, !Task.isCancelled { await Doorbell().wait(until: deadline, by: clock) }
      guard !Task.isCancelled else { return }
      let reason = Reason("no_callback", "it was accepted, and nobody called back within \(timeout.inWords)")
      continuation.yield(RunObservation(status: "no callback", outcome: .timedOut, reason: reason))
      continuation.finish()
    }
    defer { patience.cancel() }
    // Before anybody is listened to: a call that comes meanwhile is kept.
    var secrets = await FollowedSecrets(of: fire, from: sources)
    guard !Task.isCancelled else { return }
    let call = callbacks.end(of: fire)
    defer { callbacks.forget(fire) }
    // Ends without an element when nobody listens any more, as after the end of patience.
    for await end in call {
      // It has called, however long it takes to read what must be hidden.
      patience.cancel()
      continuation.yield(await secrets.hidden(in: end))
    }
  }

  /// One look at where the status is.
  func look(_ fire: Fire, _ polling: StatusPolling, runID: String) async -> (sighting: HTTPSighting, secrets: SecretMask) {
    switch await statusAnswer(fire, runID: runID) {
    case .success(let answer):
      let retryAfter = answer.response.retryAfter(now: clock.now())
      let secrets = answer.rendering.secrets
      return (HTTPSighting(answer.response, to: answer.request, polling, retryAfter: retryAfter, hiding: secrets), secrets)
    case .failure(let failure): return (.away(failure.reason, retryAfter: nil), failure.secrets)
    }
  }

  /// What the status URL answers now, whatever its status.
  func statusAnswer(_ fire: Fire, runID: String) async -> Result<HTTPStatusAnswer, HTTPStatusFailure> {
    var secrets = SecretMask()
    let request: HTTPRequest
    let rendering: HTTPRendering
    do throws(RenderingError) {
      rendering = try await HTTPRendering(ofSent: fire, from: sources)
      secrets = rendering.secrets
      let status = try StatusURL(stored: runID, rendering)
      request = rendering.http.laterRequest("GET", status.url, for: fire, headers: [])
    } catch {
      return .failure(HTTPStatusFailure(reason: Reason("not_followable", error.sentence), secrets: secrets))
    }
    do throws(HTTPTransportError) {
      return .success(HTTPStatusAnswer(response: try await transport.send(request), request: request, rendering: rendering))
    } catch {
      return .failure(HTTPStatusFailure(reason: error.reason, secrets: secrets))
    }
  }
}

struct HTTPStatusAnswer {
  let response: HTTPResponse
  let request: HTTPRequest
  let rendering: HTTPRendering
}

struct HTTPStatusFailure: Error {
  let reason: Reason
  let secrets: SecretMask
}

extension HTTPTrigger {
  /// A request about work that was accepted: with the trigger's own headers, and none that are about its body.
  func laterRequest(_ method: String, _ url: String, for fire: Fire, headers: [HTTPHeader]) -> HTTPRequest {
    let identity = fire.identityHeaders(beside: self).filter { $0.name != "Idempotency-Key" }
    let own = ownHeaders.filter { !$0.name.lowercased().hasPrefix("content-") }
    return request(method, url, headers: headers + identity + own)
  }
}
