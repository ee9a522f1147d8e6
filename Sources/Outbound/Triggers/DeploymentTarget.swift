import CivilTime
import Scheduling
import Seams
import ZenML
import ZenMLServer

/// Fires by calling a ZenML pipeline deployment: `/submit` where it has one, else `/invoke`.
package struct DeploymentTarget: ServerRunTarget {
  private static let noun = Trigger.Kind.deployment.rawValue

  let runs: ServerRuns
  let deployments: ZenMLDeployments
  let templates: TemplateSources

  package init(runs: ServerRuns, deployments: ZenMLDeployments, templates: TemplateSources = .ofProcess) {
    self.runs = runs
    self.deployments = deployments
    self.templates = templates
  }

  package init(client: ZenMLClient, deployments: ZenMLDeployments, poller: RunPoller, clock: any WallClock) {
    self.init(runs: ServerRuns(client: client, poller: poller, clock: clock), deployments: deployments)
  }

  func send(_ fire: Fire, _ trigger: Trigger) async -> AttemptResult {
    guard case .deployment(let deployment) = trigger else { preconditionFailure("not a deployment fire") }
    return await send(fire, deployment)
  }

  private func send(_ fire: Fire, _ trigger: DeploymentTrigger) async -> AttemptResult {
    do throws(ZenMLError) {
      let endpoint = try await deployments.resolve(trigger.deployment, pipeline: trigger.pipelineID)
      return await send(fire, trigger, to: endpoint, mayResolveAgain: true)
    } catch {
      return await runs.meaning(of: error, resolving: Self.noun)
    }
  }

  private func send(
    _ fire: Fire, _ trigger: DeploymentTrigger, to endpoint: ZenMLDeploymentEndpoint, mayResolveAgain: Bool
  ) async -> AttemptResult {
    let request = ZenMLDeploymentRequest(
      runName: fire.runName, parameters: trigger.parameters, headers: fire.identityHeaders)
    let begun = runs.clock.now()
    do throws(HTTPTransportError) {
      let response =
        try await endpoint.submitURL == nil
        ? deployments.invoke(request, on: endpoint) : deployments.submit(request, to: endpoint)
      let answer = ZenMLDeploymentAnswer(response, now: runs.clock.now())
      if case .unauthorized = answer, mayResolveAgain { return await sendToFresh(fire, trigger, insteadOf: endpoint) }
      return meaning(of: answer, from: endpoint, sentAt: begun.advanced(by: response.sentAfter))
    } catch {
      let reason = Reason(error.reasonCode, error.description)
      // Also an answer that is too large: the run may have been started all the same.
      if error.mayHaveBeenSent { return .unclear(reason) }
      if error.isPermanent { return .refused(.failed, reason) }
      // It may have moved since it was last looked at.
      return mayResolveAgain ? await sendToFresh(fire, trigger, insteadOf: endpoint) : .unavailable(reason)
    }
  }

  /// Once more, with key and address read again.
  private func sendToFresh(
    _ fire: Fire, _ trigger: DeploymentTrigger, insteadOf stale: ZenMLDeploymentEndpoint
  ) async -> AttemptResult {
    do throws(ZenMLError) {
      let endpoint = try await deployments.resolve(trigger.deployment, pipeline: trigger.pipelineID, insteadOf: stale)
      return await send(fire, trigger, to: endpoint, mayResolveAgain: false)
    } catch {
      return await runs.meaning(of: error, resolving: Self.noun)
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
