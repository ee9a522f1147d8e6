import Scheduling
import Testing

@testable import ScheduleFiles

@Suite struct BindingTextTests {
  private func sentence(_ text: String) -> String? {
    do throws(BindingTextError) {
      _ = try BindingText.parse(text, calendars: .none)
      return nil
    } catch {
      return error.sentence
    }
  }

  @Test func jsonIsRead() throws {
    let text =
      #"{"trigger": {"kind": "deployment", "parameters": {"bell": "\ud83d\udd14", "n": 3, "x": 0.5, "t": "3"}}, "policy": {"overlap": "allow"}, "time_zone": "Europe/Berlin"}"#
    #expect(
      try BindingText.parse(text, calendars: .none)
        == BindingContent(
          trigger: .deployment(DeploymentTrigger(parameters: ["bell": "🔔", "n": 3, "x": .number(0.5), "t": "3"])),
          policy: StatedPolicy(Policy(overlap: .allow), stating: [.overlap]), timeZone: "Europe/Berlin"))
  }

  @Test func yamlIsRead() throws {
    let content = try BindingText.parse("trigger:\n  kind: http\n  url: https://x.example/?a=1&b=2\n", calendars: .none)
    #expect(content == BindingContent(trigger: .http(HTTPTrigger(url: "https://x.example/?a=1&b=2"))))
  }

  @Test(arguments: [
    (
      #"{"trigger": {"kind": "deploy"}}"#,
      "kind 'deploy' is not one of snapshot, build, run_template, deployment, http, command, jfrog_deployment, jfrog_experiment, jfrog_inference, chain"
    ),
    (
      #"{"triger": {}, "policy": {"overlap": 5}}"#,
      "overlap '5' is not one of skip, buffer_one, buffer_all, cancel_other, terminate_other, allow; unknown key 'triger'; did you mean 'trigger'?"
    ),
    (#"{"match": {}}"#, "unknown key 'match': the schedule that holds the binding is the one it is for"),
    (
      #"{"trigger": "#,
      "cannot be read as YAML: did not find expected node content while parsing a flow node that begins in line 1; check the indentation"
    ),
    ("", "it holds 0 documents instead of one"),
    ("a: 1\n---\nb: 2", "it holds 2 documents instead of one"),
    ("[1]", "the binding must be a mapping (key: value), not a list"),
    ("a: &x [1]", "it has a YAML anchor (&name); write the value out, or put quotes around text with &"),
  ])
  func aWrongTextIsRefusedWithASentence(text: String, sentence: String) {
    #expect(self.sentence(text) == sentence)
  }

  @Test func aLongTextIsRefused() {
    #expect(sentence(#"{"time_zone": "\#(String(repeating: "x", count: 70_000))"}"#) == "it is longer than 64 KiB")
  }

  @Test func manyProblemsAreCounted() {
    #expect(sentence("a: 1\nb: 2\nc: 3\nd: 4")?.hasSuffix("; and 1 more") == true)
  }
}
