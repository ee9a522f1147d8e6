import Scheduling
import Testing

@testable import ScheduleFiles

/// The kinds of JFrog ML, as schedule files write them.
@Suite struct JFrogTriggerReadingTests {
  private func trigger(_ text: String) -> Scheduling.Trigger? {
    let file = ScheduleText(file: "f.yaml", text: schedule(trigger: text), calendars: .none, zoneNamed: zone)
    return file.errors.isEmpty ? file.schedules.first?.schedule.definition.trigger : nil
  }

  @Test func aDeploymentIsRead() {
    #expect(
      trigger("{kind: jfrog_deployment, name: 'live-{{run_name}}', model: churn}")
        == .jfrogDeployment(JFrogDeploymentTrigger(name: "live-{{run_name}}", model: "churn")))
    let full =
      "{kind: jfrog_deployment, name: live, model: churn, version: 1.4.0, replicas: 2, resources: {cpu: 500m, memory: 2Gi, gpu: 1}, timeout: 10m}"
    #expect(
      trigger(full)
        == .jfrogDeployment(
          JFrogDeploymentTrigger(
            name: "live", model: "churn", version: .version("1.4.0"), replicas: 2, resources: ["cpu": "500m", "memory": "2Gi", "gpu": 1],
            timeoutSeconds: 600)))
    #expect(
      trigger("{kind: jfrog_deployment, name: live, model: churn, version_id: v7}")
        == .jfrogDeployment(JFrogDeploymentTrigger(name: "live", model: "churn", version: .id("v7"))))
  }

  @Test func anExperimentIsRead() {
    #expect(trigger("{kind: jfrog_experiment}") == .jfrogExperiment(JFrogExperimentTrigger(name: "{{run_name}}")))
    #expect(
      trigger("{kind: jfrog_experiment, name: retraining, model: churn, description: d, parameters: {lr: 0.5}, timeout: 1h}")
        == .jfrogExperiment(
          JFrogExperimentTrigger(
            name: "retraining", model: "churn", description: "d", parameters: ["lr": .number(0.5)], timeoutSeconds: 3600)))
  }

  @Test func anInferenceIsRead() {
    #expect(trigger("{kind: jfrog_inference, model: churn}") == .jfrogInference(JFrogInferenceTrigger(model: "churn")))
    #expect(
      trigger("{kind: jfrog_inference, model: churn, deployment: live, body: {day: '{{due}}'}, timeout: 5m}")
        == .jfrogInference(JFrogInferenceTrigger(model: "churn", deployment: "live", body: ["day": "{{due}}"], timeoutSeconds: 300)))
  }

  @Test(arguments: [
    ("{kind: jfrog_deployment, name: live}", "a jfrog_deployment trigger needs name: the deployment's, and model: a name or id"),
    (
      "{kind: jfrog_deployment, name: a, model: b, version: '1', version_id: v}",
      "version and version_id both say which version; keep one of them"
    ),
    ("{kind: jfrog_deployment, name: a, model: b, replicas: 0}", "replicas '0' is not between 1 and 10000"),
    ("{kind: jfrog_inference}", "a jfrog_inference trigger needs model: a name or id"),
    ("{kind: jfrog_experiment, modell: churn}", "unknown key 'modell'; did you mean 'model'?"),
  ])
  func whatIsWrongIsSaid(text: String, message: String) {
    #expect(problems(schedule(trigger: text)).contains(message))
  }
}
