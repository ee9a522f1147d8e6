import CivilTime
import JFrogML
import Scheduling
import Seams

/// Fires by calling the endpoint of the active deployment of a model. Nothing is followed: an accepted request is a success.
///
/// As with any HTTP service, a lost answer cannot be asked for: the request is sent again with the same `Idempotency-Key`.
package struct JFrogInferenceTarget: TriggerTarget {
  let client: JFrogMLClient
  let endpoints: JFrogEndpoints
  let hosts: JFrogEndpointHosts
  let transport: any HTTPTransport
  let clock: any WallClock
  let templates: TemplateSources

  /// - Parameters:
  ///   - endpointHosts: which may see JFrog ML's credentials besides its own (`jfrog.endpoint_hosts`).
  ///   - transport: goes only where the configuration allows (`EgressGuard`).
  package init(
    client: JFrogMLClient, endpointHosts: Set<String>, transport: any HTTPTransport, clock: any WallClock,
    templates: TemplateSources = .ofProcess
  ) {
    self.client = client
    self.transport = transport
    self.clock = clock
    self.templates = templates
    endpoints = JFrogEndpoints(client: client, clock: clock)
    hosts = JFrogEndpointHosts(baseURL: client.baseURL, listed: endpointHosts)
  }

  package func start(_ fire: Fire) async -> AttemptResult {
    do throws(RenderingError) {
      let rendering = try await TemplateRenderer(fire: fire, sources: templates).withSecrets().rendering()
      guard case .jfrogInference(let trigger) = rendering.trigger.action else { preconditionFailure("not a jfrog_inference fire") }
      return await send(fire, trigger).hiding(rendering.secrets)
    } catch {
      return error.result
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult { .cannotBeAsked }

  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    .impossible(Reason("not_followed", "an inference is its endpoint's own work once it is accepted: there is no request that ends it"))
  }

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> { AsyncStream { $0.finish() } }

  private func send(_ fire: Fire, _ trigger: JFrogInferenceTrigger) async -> AttemptResult {
    do throws(JFrogMLError) {
      let url = try await endpoints.url(model: trigger.model, deployment: trigger.deployment)
      return await send(fire, trigger, to: url, mayResolveAgain: true)
    } catch {
      return error.beforeSending
    }
  }

  private func send(_ fire: Fire, _ trigger: JFrogInferenceTrigger, to url: String, mayResolveAgain: Bool) async -> AttemptResult {
    guard URLHost(of: url) != nil else {
      return .refused(.failed, Reason("bad_endpoint", "the endpoint_url of the deployment is no plain http or https URL"))
    }
    let request = request(trigger, fire, to: url)
    let begun = clock.now()
    let result: AttemptResult
    do throws(HTTPTransportError) {
      // Its status says all; what it has predicted is for others to keep, and may be large.
      let response = try await transport.sendDroppingBody(request)
      result = judge(response, to: request, sentAt: begun.advanced(by: response.sentAfter))
      guard response.status == 404 else { return result }
    } catch {
      result = error.meaning
      guard case .unavailable = result else { return result }
    }
    // It may have moved since it was last looked at.
    return mayResolveAgain ? await sendToFresh(fire, trigger, insteadOf: url, otherwise: result) : result
  }

  /// Once more, if JFrog ML has another address by now.
  private func sendToFresh(
    _ fire: Fire, _ trigger: JFrogInferenceTrigger, insteadOf url: String, otherwise result: AttemptResult
  ) async -> AttemptResult {
    do throws(JFrogMLError) {
      let fresh = try await endpoints.url(model: trigger.model, deployment: trigger.deployment, fresh: true)
      return fresh == url ? result : await send(fire, trigger, to: fresh, mayResolveAgain: false)
    } catch {
      return error.beforeSending
    }
  }
}
