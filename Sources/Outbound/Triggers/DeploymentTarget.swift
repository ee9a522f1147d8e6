import CivilTime
import Scheduling
import Seams
import ZenML

/// Fires by calling a ZenML pipeline deployment: `/submit` where it has one, else `/invoke`.
///
/// The run name carries the identity: it is unique in a project for ever, so a second send of a fire cannot make a second
/// run. "Name already exists" means: look the run up, and adopt it when it is ours.
package struct DeploymentTarget: TriggerTarget {
  let client: ZenMLClient
  let deployments: ZenMLDeployments
  let poller: RunPoller
  let clock: any WallClock

  package init(client: ZenMLClient, deployments: ZenMLDeployments, poller: RunPoller, clock: any WallClock) {
    self.client = client
    self.deployments = deployments
    self.poller = poller
    self.clock = clock
  }

  package func start(_ fire: Fire) async -> AttemptResult {
    do throws(RenderingError) {
      let rendering = try TemplateRenderer(fire: fire).rendering()
      guard case .deployment(let trigger) = rendering.trigger else { preconditionFailure("not a deployment fire") }
      return await send(fire, trigger).hiding(rendering.secrets)
    } catch {
      return error.result
    }
  }

  private func send(_ fire: Fire, _ trigger: DeploymentTrigger) async -> AttemptResult {
    do throws(ZenMLError) {
      let endpoint = try await deployments.resolve(trigger.deployment, pipeline: trigger.pipelineID)
      return await send(fire, trigger, to: endpoint, mayResolveAgain: true)
    } catch {
      return error.notStarted
    }
  }

  private func send(
    _ fire: Fire, _ trigger: DeploymentTrigger, to endpoint: ZenMLDeploymentEndpoint, mayResolveAgain: Bool
  ) async -> AttemptResult {
    let request = ZenMLDeploymentRequest(
      runName: fire.runName, parameters: trigger.parameters, headers: fire.identityHeaders)
    let begun = clock.now()
    do throws(HTTPTransportError) {
      let response =
        try await endpoint.submitURL == nil
        ? deployments.invoke(request, on: endpoint) : deployments.submit(request, to: endpoint)
      let answer = ZenMLDeploymentAnswer(response, now: clock.now())
      if case .unauthorized = answer, mayResolveAgain { return await sendToFresh(fire, trigger) }
      return meaning(of: answer, from: endpoint, sentAt: begun.advanced(by: response.sentAfter))
    } catch {
      let reason = Reason(error.reasonCode, error.description)
      if error.isPermanent { return .refused(.failed, reason) }
      if error.mayHaveBeenSent { return .unclear(reason) }
      // It may have moved since it was last looked at.
      return mayResolveAgain ? await sendToFresh(fire, trigger) : .unavailable(reason)
    }
  }

  /// Once more, with key and address read again.
  private func sendToFresh(_ fire: Fire, _ trigger: DeploymentTrigger) async -> AttemptResult {
    do throws(ZenMLError) {
      let endpoint = try await deployments.resolve(trigger.deployment, pipeline: trigger.pipelineID, fresh: true)
      return await send(fire, trigger, to: endpoint, mayResolveAgain: false)
    } catch {
      return error.notStarted
    }
  }

  private func meaning(
    of answer: ZenMLDeploymentAnswer, from endpoint: ZenMLDeploymentEndpoint, sentAt: Instant
  ) -> AttemptResult {
    let place = "POST \(endpoint.submitURL ?? endpoint.invokeURL)"
    switch answer {
    // A run of /invoke has ended already; following it finds that out at the first look.
    case .submitted(let run), .invoked(let run, _): return .started(runID: run.description, sentAt: sentAt)
    case .nameTaken: return .unclear(Reason("name_exists", "\(place): a run of this name exists already"))
    case .serverAway(let said):
      let reason = Reason("server_away", "\(place): \(said)")
      return said.mayHaveReachedServer ? .unclear(reason) : .unavailable(reason)
    case .unauthorized(let said): return .refused(.failed, Reason("unauthorized", "\(place): \(said)"))
    case .refused(let said): return .refused(.failed, Reason("refused", "\(place): \(said)"))
    case .busy(let said, let retryAfter): return .retryable(Reason("busy", "\(place): \(said)"), retryAfter: retryAfter)
    case .unclear(let said): return .unclear(Reason("unclear_answer", "\(place): \(said)"))
    }
  }
}

extension String {
  /// The deployment lost the server in the middle of a request, which may have made the run.
  fileprivate var mayHaveReachedServer: Bool { contains("Read timed out") || contains("Connection aborted") }
}

extension ZenMLError {
  /// What it means for a fire of which nothing was sent.
  fileprivate var notStarted: AttemptResult {
    switch kind {
    case .unavailable: .unavailable(Reason("server_away", description))
    // People may give the key back; until then the fire waits, and says for what.
    case .credentials: .unavailable(Reason("credentials", description))
    case .notFound: .refused(.failed, Reason("no_deployment", description))
    case .conflict: .refused(.failed, Reason("several_deployments", description))
    case .refused, .unexpected: .retryable(Reason("unexpected_answer", description))
    }
  }
}
