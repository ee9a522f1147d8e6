import ControlMessages
import Scheduling
import Testing

@testable import carillon

@Suite struct LocalScheduleRulesTests {
  private let rules = LocalScheduleRules(bindings: ServerBindingRules(hosts: ["jobs.example"], kinds: [.chain]))

  private static let command = Scheduling.Trigger.command(CommandTrigger(argv: ["date"]))

  private static let reserved: [(Scheduling.Trigger, String)] = [
    (command, "it runs a command on this machine"),
    (.chain(ChainTrigger(after: "nightly", .success, action: command)), "it runs a command on this machine"),
    (
      .http(HTTPTrigger(url: "https://jobs.example/", headers: ["Authorization": "{{env:KEY}}"])),
      "it reads this machine's environment or files"
    ),
    (.http(HTTPTrigger(url: "https://jobs.example/{{file:/etc/hostname}}")), "it reads this machine's environment or files"),
    (.http(HTTPTrigger(url: "https://other.example/")), "host 'other.example' is not among server_bindings.http_hosts"),
    (.jfrogInference(JFrogInferenceTrigger(model: "m")), "a jfrog_inference trigger is not"),
  ]

  @Test(arguments: reserved) func whatUsesThisMachineIsForAdmins(trigger: Scheduling.Trigger, reason: String) {
    for role in [Role.viewer, .operator, nil] { #expect(rules.refusal(of: trigger, by: role)?.hasPrefix(reason) == true, "\(trigger)") }
    #expect(rules.refusal(of: trigger, by: .admin) == nil)
  }

  @Test func whatABindingOfTheServerMaySayIsForOperators() {
    let triggers: [Scheduling.Trigger] = [
      .deployment(DeploymentTrigger(deployment: "live")),
      .http(HTTPTrigger(url: "https://jobs.example/", headers: ["Authorization": "Bearer {{secret:jobs.token}}"])),
    ]
    for trigger in triggers { #expect(rules.refusal(of: trigger, by: .operator) == nil) }
  }
}
