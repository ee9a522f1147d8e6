import Scheduling
import Testing

@Suite struct BinderTests {
  private let url = "https://jobs.example/run"

  private func binder(_ files: FileBinding..., hosts: Set<String> = [], kinds: Set<Trigger.Kind> = []) -> Binder {
    Binder(files: files, allowed: ServerBindingRules(hosts: hosts, kinds: kinds)) { text throws(BindingTextError) in
      switch text {
      case "jfrog": BindingContent(trigger: .jfrogDeployment(JFrogDeploymentTrigger(name: "churn", model: "churn")))
      case "chain":
        BindingContent(trigger: .chain(ChainTrigger(after: "train", .success, action: .deployment(DeploymentTrigger(deployment: "live")))))
      case "chained jfrog":
        BindingContent(
          trigger: .chain(
            ChainTrigger(after: "train", .success, action: .jfrogDeployment(JFrogDeploymentTrigger(name: "churn", model: "churn")))))
      case "command": BindingContent(trigger: .command(CommandTrigger(argv: ["rm"])))
      case "http": BindingContent(trigger: .http(HTTPTrigger(url: "https://jobs.example/run")))
      case "reads": BindingContent(trigger: .http(HTTPTrigger(url: "https://jobs.example/", headers: ["A": "{{env:HOME}}"])))
      case "policy":
        BindingContent(
          trigger: .deployment(DeploymentTrigger(deployment: "live")), policy: Self.stated(.skip, overlap: .allow), tags: ["gpu"],
          timeZone: "Asia/Tokyo")
      case "deployment": BindingContent(trigger: .deployment(DeploymentTrigger(deployment: "live")))
      default: throw BindingTextError("it is not JSON")
      }
    }
  }

  private static func stated(_ misfire: Policy.Misfire? = nil, overlap: Policy.Overlap? = nil) -> StatedPolicy {
    var policy = StatedPolicy()
    policy.state(.misfire, \.misfire, misfire)
    policy.state(.overlap, \.overlap, overlap)
    return policy
  }

  private func server(
    _ name: String = "nightly", text: String? = nil, orchestrator: ServerSchedule.Orchestrator = .none,
    misfire: Policy.Misfire? = nil, deployments: [ServerSchedule.Deployment] = []
  ) -> ServerSchedule {
    ServerSchedule(
      record: ScheduleRecord(
        id: Identifier(high: 1, low: 1), name: name, source: .zenml, cronExpression: "0 2 * * *",
        pipelineID: Identifier(high: 2, low: 2)),
      pipelineName: "training", orchestrator: orchestrator, misfire: misfire, bindingText: text, deployments: deployments)
  }

  private func file(_ match: FileBinding.Match, _ location: String, takeOver: Bool = false) -> FileBinding {
    FileBinding(
      match: match, content: BindingContent(trigger: .command(CommandTrigger(argv: [location]))), takeOver: takeOver,
      location: location)
  }

  private func deployment(_ name: String, answers: Bool = true) -> ServerSchedule.Deployment {
    ServerSchedule.Deployment(id: Identifier(high: 3, low: UInt64(name.count)), name: name, hasAnswered: answers)
  }

  @Test func anIdBeatsANameANameAPipelineAndAPipelineAPattern() {
    let all = [
      file(.glob("night*"), "glob.yaml:1"), file(.pipeline("training"), "pipeline.yaml:1"), file(.name("nightly"), "name.yaml:1"),
      file(.id(Identifier(high: 1, low: 1)), "id.yaml:1"),
    ]
    for count in 1...4 {
      let binder = Binder(files: Array(all.prefix(count)), allowed: ServerBindingRules()) { _ throws(BindingTextError) in BindingContent() }
      #expect(binder.definition(of: server()).bindingOrigin == all[count - 1].location)
    }
  }

  @Test func twoFilesOfEqualRankLeaveItUnboundNamingBoth() {
    let definition = binder(file(.name("nightly"), "b.yaml:1"), file(.name("nightly"), "a.yaml:7")).definition(of: server())
    #expect(definition.standing == .unbound)
    #expect(definition.reason?.sentence == "a.yaml:7 and b.yaml:1 match it equally well; keep one of them")
  }

  @Test func theServersOwnBindingComesAfterFilesAndBeforeTheDeployment() {
    let schedule = server(text: "deployment", deployments: [deployment("blue")])
    #expect(
      binder().definition(of: schedule).trigger
        == .deployment(
          DeploymentTrigger(deployment: "live", pipelineID: Identifier(high: 2, low: 2))))
    #expect(binder(file(.name("nightly"), "a.yaml:1")).definition(of: schedule).bindingOrigin == "a.yaml:1")
  }

  @Test func aCommandFromTheServerIsNeverAccepted() {
    let definition = binder().definition(of: server(text: "command", deployments: [deployment("blue")]))
    #expect(definition.standing == .unbound)
    #expect(definition.trigger == nil)
    #expect(definition.reason?.code == "bad_server_binding")
  }

  @Test func httpFromTheServerGoesToAllowedHostsOnly() {
    #expect(binder().definition(of: server(text: "http")).standing == .unbound)
    #expect(binder(hosts: ["jobs.example"]).definition(of: server(text: "http")).standing == .armed)
    #expect(binder(hosts: ["jobs.example:443"]).definition(of: server(text: "http")).standing == .armed)
    #expect(binder(hosts: ["jobs.example:8080"]).definition(of: server(text: "http")).standing == .unbound)
  }

  @Test func templatesFromTheServerReadNothingOfThisMachine() {
    #expect(binder(hosts: ["jobs.example"]).definition(of: server(text: "reads")).standing == .unbound)
  }

  @Test func oneDeploymentThatAnswersIsTheBinding() {
    let definition = binder().definition(of: server(deployments: [deployment("blue"), deployment("green1", answers: false)]))
    #expect(definition.standing == .armed)
    #expect(definition.bindingOrigin == "the pipeline's only deployment")
  }

  @Test func severalDeploymentsLeaveItUnboundListingThem() {
    let definition = binder().definition(of: server(deployments: [deployment("green1"), deployment("blue")]))
    #expect(definition.standing == .unbound)
    #expect(definition.reason?.sentence.contains("blue (") == true)
    #expect(definition.reason?.sentence.contains("green1 (") == true)
  }

  @Test func withoutAnyBindingItSaysSo() {
    #expect(binder().definition(of: server()).reason?.code == "no_binding")
  }

  @Test(arguments: ["airflow", "azureml", "databricks", "hyperai", "kubeflow", "kubernetes", "sagemaker", "vertex"])
  func aNativeOrchestratorIsLeftAlone(_ flavor: String) {
    let schedule = server(orchestrator: .flavor(flavor, isCustom: false), deployments: [deployment("blue")])
    #expect(binder().definition(of: schedule).standing == .observed)
  }

  @Test func aCustomOrUnknownOrchestratorIsLeftAlone() {
    #expect(binder().definition(of: server(orchestrator: .flavor("local", isCustom: true))).standing == .observed)
    #expect(binder().definition(of: server(orchestrator: .unknown)).standing == .observed)
  }

  @Test func aFileCanTakeItOver() {
    let schedule = server(orchestrator: .flavor("kubernetes", isCustom: false))
    #expect(binder(file(.name("nightly"), "a.yaml:1")).definition(of: schedule).standing == .observed)
    #expect(binder(file(.name("nightly"), "a.yaml:1", takeOver: true)).definition(of: schedule).standing == .armed)
  }

  @Test func aFileWithoutATriggerKeepsItsPolicyOnTheDeployment() {
    let policy = StatedPolicy(Policy(misfire: .skip, overlap: .allow), stating: [.misfire, .overlap])
    let file = FileBinding(
      match: .name("nightly"), content: BindingContent(policy: policy, timeZone: "Europe/Berlin"), location: "a.yaml:1")
    let definition = binder(file).definition(of: server(deployments: [deployment("blue")]))
    #expect(definition.policy == policy.policy)
    #expect(definition.record.timeZone == "Europe/Berlin")
    #expect(definition.trigger?.kind == .deployment)
  }

  // MARK: What comes from where

  private func file(stating policy: StatedPolicy, tags: [String]? = nil, trigger: Trigger? = nil) -> FileBinding {
    FileBinding(match: .name("nightly"), content: BindingContent(trigger: trigger, policy: policy, tags: tags), location: "a.yaml:1")
  }

  @Test func theServersBindingBringsItsPolicyTagsAndZone() {
    let definition = binder().definition(of: server(text: "policy"))
    #expect(definition.policy == Policy(misfire: .skip, overlap: .allow))
    #expect(definition.tags == ["gpu"])
    #expect(definition.record.timeZone == "Asia/Tokyo")
  }

  @Test func aFileWithoutATriggerOverridesWhatItStatesAndNothingElse() {
    let definition = binder(file(stating: Self.stated(.all))).definition(of: server(text: "policy"))
    #expect(definition.policy == Policy(misfire: .all, overlap: .allow))
    #expect(definition.tags == ["gpu"])
    #expect(definition.record.timeZone == "Asia/Tokyo")
  }

  @Test func theTagsOfAFileReplaceThoseOfTheServer() {
    #expect(binder(file(stating: StatedPolicy(), tags: ["night"])).definition(of: server(text: "policy")).tags == ["night"])
    #expect(binder(file(stating: StatedPolicy(), tags: [])).definition(of: server(text: "policy")).tags == [])
  }

  @Test func aFileWithATriggerLeavesNothingToTheServersBinding() {
    let bound = file(stating: Self.stated(.all), trigger: .command(CommandTrigger(argv: ["date"])))
    let definition = binder(bound).definition(of: server(text: "policy"))
    #expect(definition.policy == Policy(misfire: .all))
    #expect(definition.tags == [] && definition.record.timeZone == nil)
  }

  @Test func aRecordThatCatchesUpFiresAllThatWasMissed() {
    #expect(binder().definition(of: server(misfire: .all, deployments: [deployment("blue")])).policy.misfire == .all)
    #expect(binder().definition(of: server(deployments: [deployment("blue")])).policy.misfire == .last)
  }

  @Test func aBindingThatStatesMisfireWinsOverTheRecord() {
    let catchesUp = server(text: "policy", misfire: .all)
    #expect(binder().definition(of: catchesUp).policy.misfire == .skip)
    #expect(binder(file(stating: Self.stated(.last))).definition(of: catchesUp).policy.misfire == .last)
  }

  @Test func aBindingThatSaysNothingOfMisfireLeavesItToTheRecord() {
    let definition = binder(file(stating: Self.stated(overlap: .bufferOne))).definition(
      of: server(misfire: .all, deployments: [deployment("blue")]))
    #expect(definition.policy == Policy(misfire: .all, overlap: .bufferOne))
  }

  @Test func aLimitOfMissedFiresGoesWithARecordThatCatchesUp() {
    var policy = StatedPolicy()
    policy.state(.misfireLimit, \.misfireLimit, 7)
    let binder = binder(file(stating: policy))
    #expect(binder.definition(of: server(misfire: .all, deployments: [deployment("blue")])).warnings.isEmpty)
    #expect(
      binder.definition(of: server(deployments: [deployment("blue")])).warnings.map(\.sentence) == [
        "misfire_limit counts only with misfire: all; with misfire: last one fire stands for all that were missed"
      ])
  }

  @Test func aFileAndTheServerThatContradictEachOtherAreAWarning() {
    var policy = StatedPolicy()
    policy.state(.mutex, optional: \.mutex, "gpu")
    let definition = binder(file(stating: policy)).definition(of: server(text: "policy"))
    #expect(definition.standing == .armed)
    #expect(definition.warnings.map(\.code) == ["policy_conflict"])
  }

  @Test(arguments: [
    ("https://jobs.example/x", "jobs.example:443"), ("http://JOBS.example:8080", "jobs.example:8080"), ("http://[::1]:9/", "::1:9"),
  ])
  func aHostIsRead(_ url: String, _ expected: String) {
    #expect(URLHost(of: url)?.nameAndPort == expected)
  }

  @Test(arguments: [
    "ftp://jobs.example/", "https://jobs.example@evil.example/", "https://jobs.example\\@evil.example/", "https:///x",
    "https://{{due}}.example/", "https://jobs%2eexample/", "https://jobs.example:99999/", "jobs.example",
  ])
  func whatIsNotPlainlyAHostIsNone(_ url: String) {
    #expect(URLHost(of: url) == nil)
  }

  @Test(arguments: [
    ("jfrog", Set<Trigger.Kind>(), "a jfrog_deployment trigger is not among server_bindings.kinds of the configuration"),
    ("chain", Set<Trigger.Kind>(), "a chain trigger is not among server_bindings.kinds of the configuration"),
    ("chained jfrog", Set([Trigger.Kind.chain]), "a jfrog_deployment trigger is not among server_bindings.kinds of the configuration"),
  ])
  func whatActsBeyondTheServerNeedsToBeAllowed(_ text: String, _ kinds: Set<Trigger.Kind>, _ why: String) {
    let definition = binder(kinds: kinds).definition(of: server(text: text))
    #expect(definition.standing == .unbound)
    #expect(definition.reason?.sentence.hasSuffix(why) == true)
  }

  @Test(arguments: [
    ("jfrog", Set([Trigger.Kind.jfrogDeployment])), ("chain", Set([Trigger.Kind.chain])),
    ("chained jfrog", Set([Trigger.Kind.chain, .jfrogDeployment])), ("deployment", Set<Trigger.Kind>()),
  ])
  func whatIsAllowedIsBound(_ text: String, _ kinds: Set<Trigger.Kind>) {
    #expect(binder(kinds: kinds).definition(of: server(text: text)).standing == .armed)
  }
}
