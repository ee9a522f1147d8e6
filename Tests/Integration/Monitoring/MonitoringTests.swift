import Foundation
import TestSupport
import Testing

/// What Prometheus reads of the real daemon, judged by Prometheus' own tool; and the rules, the dashboard and the page about them,
/// which name nothing that is not there.
@Suite("Monitoring", .timeLimit(.minutes(15)))
struct MonitoringTests {
  /// Everything that has a metric: a server that is gone, an API that answers and one that does not, a command.
  private func place(_ target: RecordingTarget) throws -> DaemonPlace {
    let place = try DaemonPlace(
      "server: {url: \"http://127.0.0.1:9\", api_key_file: key}",
      schedules: [
        "answers.yaml": ScheduleFile.http("answers", "interval_seconds: 1", url: target.url("/answers")),
        "away.yaml": ScheduleFile.http("away", "interval_seconds: 1", url: "http://127.0.0.1:9/"),
        "command.yaml": ScheduleFile.command("command", "interval_seconds: 1", script: "echo $TRACEPARENT"),
      ])
    try place.writeSecret("ZENKEY_x", to: "key")
    return place
  }

  @Test func theLiveMetricsAreWhatPromtoolAndTheDocumentsExpect() async throws {
    let target = try RecordingTarget()
    let place = try place(target)
    let text = try await place.withDaemon { daemon in
      try await daemon.waitForOutcome("succeeded", of: daemon.waitForState("armed", of: "answers").id)
      try await daemon.waitForOutcome("succeeded", of: daemon.waitForState("armed", of: "command").id)
      return try await daemon.metrics()
    }
    try place.directory.write(text, to: "metrics")
    try await promtool("check", "metrics", input: place.directory.path("metrics"))
    let families = MetricsText(text)
    // The command may have registered a run, which a server that is gone does not tell.
    for reason in ["none", "run_not_looked_up"] {
      #expect(families.value(#"carillon_fires_total{kind="scheduled",outcome="succeeded",reason="\#(reason)"}"#).map { $0 >= 1 } == true)
    }
    #expect(families.value(#"carillon_schedules{state="armed"}"#) == 3)
    #expect(families.value(#"carillon_run_duration_seconds_count{trigger="http"}"#).map { $0 >= 1 } == true)
    #expect(families.value(#"carillon_circuit_state{target="\#(target.host)",state="closed"}"#) == 1)
    #expect(families.value("carillon_sync_failed") == 1)
    #expect(families.value("carillon_healthy") == 1)
    #expect(families.value("carillon_ledger_rows").map { $0 >= 2 } == true)
    #expect(families.value("process_resident_memory_bytes").map { $0 > 1_000_000 } == true)

    for document in ["docs/monitoring/carillon.rules.yml", "docs/monitoring/grafana-dashboard.json"] {
      let named = try MetricsText.names(in: String(contentsOfFile: Self.path(document), encoding: .utf8))
      #expect(named.subtracting(families.series).subtracting(families.families).isEmpty, "\(document) names what the daemon does not have")
    }
    let dashboard = try String(contentsOfFile: Self.path("docs/monitoring/grafana-dashboard.json"), encoding: .utf8)
    let page = try String(contentsOfFile: Self.path("docs/monitoring.md"), encoding: .utf8)
    for family in families.families {
      #expect(dashboard.contains(family), "the dashboard does not show \(family)")
      #expect(page.contains("`\(family)`"), "docs/monitoring.md does not explain \(family)")
    }
  }

  @Test func theRulesAreSoundAndFireWhenTheyShould() async throws {
    try await promtool("check", "rules", Self.path("docs/monitoring/carillon.rules.yml"))
    try await promtool("test", "rules", Self.path("docs/monitoring/carillon.rules.test.yml"))
  }

  @Test func theDashboardIsJSONWithPanelsThatDoNotOverlapAndQueriesThatCanBeRead() async throws {
    struct Dashboard: Decodable {
      struct Panel: Decodable {
        struct Place: Decodable { let x, y, w, h: Int }
        struct Target: Decodable { let expr: String }
        let id: Int
        let title: String
        let gridPos: Place
        let targets: [Target]?
      }
      let title: String
      let panels: [Panel]
    }
    let panels = try JSONDecoder().decode(Dashboard.self, from: Self.dashboard()).panels
    try await checkQueries(panels.flatMap { $0.targets ?? [] }.map(\.expr))
    #expect(Set(panels.map(\.id)).count == panels.count)
    var taken: Set<[Int]> = []
    for panel in panels {
      let place = panel.gridPos
      #expect(place.x + place.w <= 24)
      for x in place.x..<place.x + place.w {
        for y in place.y..<place.y + place.h { #expect(taken.insert([x, y]).inserted, "\(panel.title) lies on another panel") }
      }
    }
  }

  /// What every program tells of its process is asked of Carillon's alone: All stands for the values that a picker found.
  @Test func theDashboardShowsWhatItsPickersSay() throws {
    struct Dashboard: Decodable {
      struct Panel: Decodable {
        struct Target: Decodable { let expr: String }
        let targets: [Target]?
      }
      struct Variables: Decodable { let list: [Variable] }
      struct Variable: Decodable {
        let name: String
        let definition, allValue: String?
      }
      let panels: [Panel]
      let templating: Variables
    }
    let dashboard = try JSONDecoder().decode(Dashboard.self, from: Self.dashboard())
    for variable in dashboard.templating.list where variable.name != "datasource" {
      #expect(variable.definition?.contains("carillon_build_info") == true && variable.allValue == nil, "\(variable.name)")
    }
    for query in dashboard.panels.flatMap({ $0.targets ?? [] }).map(\.expr) {
      let selectors = query.split(separator: "{").count - 1
      #expect(query.split(separator: #"{job=~"$job",instance=~"$instance""#).count - 1 == selectors && selectors > 0, "\(query)")
    }
  }

  /// The same trace in the request, in the environment, in the log and in the ledger's row.
  @Test func oneTraceFollowsAFireEverywhere() async throws {
    let target = try RecordingTarget()
    try await place(target).withDaemon { daemon in
      let id = try await daemon.waitForState("armed", of: "answers").id
      let run = try await daemon.waitForOutcome("succeeded", of: id)
      let trace = run.fireId.filter { $0 != "-" }
      let sent = target.requests("/answers").first { $0.header("Idempotency-Key") == run.fireId }
      #expect(sent?.header("traceparent")?.hasPrefix("00-\(trace)-") == true)
      #expect(daemon.log.contains("trace_id=\(trace)"))
      #expect(try await daemon.command("runs", "answers", "--limit", "1000", "--json").output.contains(#""trace_id" : "\#(trace)""#))
      let command = try await daemon.waitForOutcome("succeeded", of: daemon.waitForState("armed", of: "command").id)
      let logged = try await daemon.command("logs", command.fireId).output
      #expect(logged.contains("00-\(command.fireId.filter { $0 != "-" })-"))
    }
  }

  @Test func probesSayThatTheDaemonIsReady() async throws {
    try await place(RecordingTarget()).withDaemon { daemon in
      let (health, readiness) = (try await daemon.ask("/healthz"), try await daemon.ask("/readyz"))
      #expect(health.status == 200)
      #expect(readiness.text == #"{"reasons":[],"status":"ok"}"#)
    }
  }

  /// As recording rules, with Grafana's variables filled in.
  private func checkQueries(_ queries: [String]) async throws {
    let rules = queries.enumerated().map { number, query in
      let query = query.replacing("$__rate_interval", with: "5m").replacing("$instance", with: ".*").replacing("$job", with: ".*")
      return "  - {record: 'panel:\(number)', expr: '\(query.replacing("'", with: "''"))'}\n"
    }
    let directory = try ScratchDirectory()
    try directory.write("groups:\n- name: panels\n  rules:\n\(rules.joined())", to: "panels.yml")
    try await promtool("check", "rules", directory.path("panels.yml"))
  }

  private static func dashboard() throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path("docs/monitoring/grafana-dashboard.json")))
  }

  private static func path(_ name: String) -> String { "\(BuiltProgram.package)/\(name)" }

  private func promtool(_ arguments: String..., input: String = "/dev/null") async throws {
    let run = try ProgramRun("/bin/sh", ["-c", "exec promtool \"$@\" < \"$0\"", input] + arguments)
    let status = await run.status
    #expect(status == 0, "promtool \(arguments): \(run.output)\(run.errors)")
  }
}
