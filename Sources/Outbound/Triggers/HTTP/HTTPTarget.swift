import CivilTime
import Scheduling
import Seams

/// Fires by one request to any HTTP API. Its answer is the end, or the work that it accepted is followed: by asking for its
/// status, or by waiting for a callback.
///
/// Such a target cannot be asked about a lost answer, so the request is sent again with the same `Idempotency-Key`:
/// at least once, and once where the target honours the key. Work that was called back is not sent again.
package struct HTTPTarget: TriggerTarget {
  let transport: any HTTPTransport
  let clock: any WallClock
  let sources: TemplateSources
  let callbacks: CallbackInbox
  let following = FollowedFires()

  /// - Parameter transport: goes only where the configuration allows (`EgressGuard`).
  package init(
    transport: any HTTPTransport, clock: any WallClock, sources: TemplateSources = .ofProcess, callbacks: CallbackInbox = CallbackInbox()
  ) {
    self.transport = transport
    self.clock = clock
    self.sources = sources
    self.callbacks = callbacks
  }

  package var executor: (any TaskExecutor)? { transport.executor }

  package func start(_ fire: Fire) async -> AttemptResult {
    let begun = clock.now()
    // Of an earlier send, of which it is only known that it was before now.
    if let end = await callInHand(of: fire) { return .finished(end, sentAt: begun) }
    let result = await attempt(fire)
    if case .started = result { return result }
    // Whatever became of the answer: the service says how its work ended.
    return await callInHand(of: fire).map { AttemptResult.finished($0, sentAt: begun) } ?? result
  }

  private func attempt(_ fire: Fire) async -> AttemptResult {
    var secrets = SecretMask()
    do throws(RenderingError) {
      let rendering = try await HTTPRendering(of: fire, from: sources)
      secrets = rendering.secrets
      return await send(rendering, for: fire).hiding(secrets)
    } catch {
      return error.result.hiding(secrets)
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult {
    await callInHand(of: fire).map { LookUpResult.finished($0) } ?? .cannotBeAsked
  }

  /// How the work ended, when the service has called back before its answer was read. Without the secrets that it was sent.
  private func callInHand(of fire: Fire) async -> RunObservation? {
    guard case .http(let http) = fire.trigger.action, case .calledBack? = http.ending else { return nil }
    guard let end = callbacks.takeEnd(of: fire) else { return nil }
    var secrets = await FollowedSecrets(of: fire, from: sources)
    return await secrets.hidden(in: end)
  }

  /// In bytes.
  private static let largeAnswer = 16 * 1024

  private func send(_ rendering: HTTPRendering, for fire: Fire) async -> AttemptResult {
    let request = HTTPFireRequest(http: rendering.http, fire: fire, callbackURL: sources.callbacks?.url(for: fire)).request
    let begun = clock.now()
    do throws(HTTPTransportError) {
      let response = try await transport.send(request)
      let sentAt = begun.advanced(by: response.sentAfter)
      let isQuoted = !rendering.http.success.contains { $0.contains(response.status) }
      guard response.body.count > Self.largeAnswer || isQuoted else {
        return judge(response, to: request, rendering, for: fire, sentAt: sentAt)
      }
      // To read it takes a while, in which others are to be sent from the transport's queue.
      return await withTaskExecutorPreference(globalConcurrentExecutor) {
        judge(response, to: request, rendering, for: fire, sentAt: sentAt)
      }
    } catch {
      return error.meaning
    }
  }

  private func judge(
    _ response: HTTPResponse, to request: HTTPRequest, _ rendering: HTTPRendering, for fire: Fire, sentAt: Instant
  ) -> AttemptResult {
    let (http, status) = (rendering.http, response.status)
    guard http.success.contains(where: { $0.contains(status) }) else {
      return refusal(response, to: request, rendering, sentAt: sentAt)
    }
    if let defect = http.defect(of: response, hiding: rendering.secrets) {
      let reason = Reason("unexpected_answer", "\(request.place): answered \(status), but the answer \(defect)")
      return .refused(.failed, reason, sentAt: sentAt)
    }
    switch http.ending {
    case nil: return .finished(RunObservation(status: "HTTP \(status)", outcome: .succeeded), sentAt: sentAt)
    case .calledBack?: return .started(runID: nil, sentAt: sentAt)
    case .polled(let polling)?:
      do throws(RenderingError) {
        let status = try StatusURL(of: polling, in: response, to: request.url, rendering)
        following.expect(fire, firstLookAfter: response.retryAfter(now: clock.now()))
        return .started(runID: status.stored, sentAt: sentAt)
      } catch {
        let reason = Reason("not_followable", "\(request.place): answered \(status), but its status cannot be followed: \(error.sentence)")
        return .finished(RunObservation(status: "HTTP \(status)", outcome: .lost, reason: reason), sentAt: sentAt)
      }
    }
  }

  private func refusal(
    _ response: HTTPResponse, to request: HTTPRequest, _ rendering: HTTPRendering, sentAt: Instant
  ) -> AttemptResult {
    let quote = AnswerQuote(response, to: request, hiding: rendering.allSecrets)
    let reason = Reason("http_\(response.status)", "\(request.place): answered \(response.status)\(quote.text)")
    guard response.asksToTryAgain else { return .refused(.failed, reason, sentAt: sentAt) }
    return .retryable(reason, retryAfter: response.retryAfter(now: clock.now()), sentAt: sentAt, isThere: response.status < 500)
  }
}

extension HTTPResponse {
  /// Busy, too early, too many, or a fault of the server's own: another time it may be otherwise.
  var asksToTryAgain: Bool { [408, 425, 429].contains(status) || status >= 500 }
}

extension HTTPTrigger {
  /// What an accepted answer says other than expected.
  fileprivate func defect(of response: HTTPResponse, hiding secrets: SecretMask) -> String? {
    guard let expect, !expect.isEmpty else { return nil }
    guard let answer = response.json else { return "is no JSON" }
    return expect.lazy.compactMap { $0.defect(of: answer, hiding: secrets.hidden(in:)) }.first
  }
}

extension HTTPTransportError {
  var meaning: AttemptResult {
    if isPermanent { return .refused(.failed, reason) }
    // Others of this daemon's own were before it, and the target was not asked.
    if kind == .timedOut(.waitingForConnection) { return .full(reason) }
    return mayHaveBeenSent ? .unclear(reason) : .unavailable(reason)
  }

  var reason: Reason { Reason(reasonCode, "\(method) \(URLPlace(url)): \(detail)") }
}
