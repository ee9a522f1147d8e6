import Testing

@testable import ScheduleFiles

@Suite struct TriggerProblemTests {
  @Test(arguments: [
    (
      "{kind: comand}",
      "f.yaml:3:17: kind 'comand' is not one of snapshot, build, run_template, deployment, http, command, jfrog_deployment, jfrog_experiment, jfrog_inference, chain; did you mean 'command'?"
    ),
    (
      "{argv: [date]}",
      "f.yaml:3:11: trigger needs kind: one of snapshot, build, run_template, deployment, http, command, jfrog_deployment, jfrog_experiment, jfrog_inference, chain"
    ),
    ("date", "f.yaml:3:10: trigger must be a mapping (key: value), not text"),
    (
      "{kind: deployment}",
      "f.yaml:3:10: a deployment trigger needs deployment: its name or id; only a document with match: may leave it out"
    ),
    ("{kind: deployment, deployment: d, parameters: [1]}", "f.yaml:3:56: parameters must be a mapping (name: value), not a list"),
    (
      "{kind: deployment, deployment: d, parameters: {a: ['{{x}}']}}",
      "f.yaml:3:61: parameters.a: '{{x}}' is not a variable; known are due, fire_id, schedule, run_name, attempt, missed_count, missed_first, missed_last, env:NAME, file:PATH, credential:NAME, secret:NAME.KEY"
    ),
    ("{kind: command, argv: date}", #"f.yaml:3:32: argv must be a list, not text; write ["/bin/sh", "-c", "…"] to use a shell"#),
    ("{kind: command, argv: []}", "f.yaml:3:26: argv needs a program as its first item"),
    ("{kind: command, argv: [date], dir: /}", "f.yaml:3:40: unknown key 'dir'; did you mean 'cwd'?"),
    (
      "{kind: command, argv: [date, null]}",
      #"f.yaml:3:39: argv has an item that is nothing; write "" for an empty argument, or "null" for that word"#
    ),
    ("{kind: command, argv: [date, '{{due']}", "f.yaml:3:39: argv: '{{' is never closed by '}}'"),
    ("{kind: command, argv: [date], cwd: tmp}", "f.yaml:3:45: cwd 'tmp' must be an absolute path"),
    ("{kind: command, argv: [date], timeout: 60}", "f.yaml:3:49: timeout '60' is not a duration; it has no unit: write 60s"),
    ("{kind: command, argv: [date], timeout: 1500ms}", "f.yaml:3:40: timeout must be a whole number of seconds"),
    ("{kind: command, argv: [date], timeout: 0s}", "f.yaml:3:49: timeout '0s' is not between 1s and 30d"),
    (
      "{kind: command, argv: [date], env: {1A: x}}",
      "f.yaml:3:46: env: '1A' is not a variable's name (letters, digits and _, not a digit first)"
    ),
    (
      "{kind: command, argv: [date], env: {CARILLON_DUE: x}}",
      "f.yaml:3:46: env: 'CARILLON_DUE' is reserved; Carillon sets the CARILLON_ variables itself"
    ),
    ("{kind: command, argv: [date], env: {A: [1]}}", "f.yaml:3:49: env.A must be text, not a list"),
    ("{kind: http}", "f.yaml:3:11: an http trigger needs url"),
    ("{kind: http, url: x.example}", "f.yaml:3:28: url must begin with http:// or https://"),
    ("{kind: http, url: 'https://'}", "f.yaml:3:28: url has no host that can be called"),
    ("{kind: http, url: 'https://x.example/a b'}", "f.yaml:3:28: url must not hold spaces; write %20"),
    (
      "{kind: http, url: 'https://x.example', method: FETCH}",
      "f.yaml:3:57: method 'FETCH' is not one of GET, POST, PUT, PATCH, DELETE, HEAD"
    ),
    (
      "{kind: http, url: 'https://x.example', success: [2xx]}",
      "f.yaml:3:59: success '2xx' is not a status or a range of them, such as 200 or 200-299"
    ),
    (
      "{kind: http, url: 'https://x.example', success: [299-200]}",
      "f.yaml:3:59: success '299-200' is not a status or a range of them, such as 200 or 200-299"
    ),
    ("{kind: http, url: 'https://x.example', success: []}", "f.yaml:3:49: success needs at least one status"),
    (
      "{kind: http, url: 'https://x.example', headers: {Idempotency-Key: x}}",
      "f.yaml:3:59: headers: 'Idempotency-Key' is reserved; Carillon sets it itself"
    ),
    (
      "{kind: http, url: 'https://x.example', headers: {X-Carillon-Due: x}}",
      "f.yaml:3:59: headers: 'X-Carillon-Due' is reserved; Carillon sets it itself"
    ),
    ("{kind: http, url: 'https://x.example', headers: {A b: x}}", "f.yaml:3:59: headers: 'A b' is not the name of a header"),
    (
      "{kind: http, url: 'https://x.example', headers: {A: x, a: y}}",
      "f.yaml:3:65: headers: 'a' is given twice; upper and lower case are the same"
    ),
    (#"{kind: http, url: 'https://x.example', headers: {A: "x\ny"}}"#, "f.yaml:3:62: headers.A must be one line"),
  ])
  func aWrongTriggerIsReported(trigger: String, first: String) {
    let lines = problems(schedule(trigger: trigger)).split(separator: "\n").map(String.init)
    #expect(lines.first == first)
    #expect(lines.count == 3)
  }

  @Test(arguments: [
    "https://me:hunter2@x.example/", "https://me@x.example", "https://{{env:USER}}:{{env:PASSWORD}}@x.example/",
    "https://{{file:/a/b}}@x.example",
  ])
  func credentialsInAURLAreRefused(url: String) {
    let message = "url must not hold a user or password; put credentials into a header with {{env:NAME}} or {{file:PATH}}"
    #expect(problems(schedule(trigger: "{kind: http, url: '\(url)'}")).hasPrefix("f.yaml:3:28: \(message)"))
  }

  @Test func aLineWithACredentialIsShownWithoutIt() {
    let text = schedule(
      trigger:
        "\n  kind: http\n  url: https://x.example/\n  headers:\n    # a comment\n    Authorization: @hunter2\n    X-Api-Key: *hunter3\n  timeout: 5"
    )
    #expect(
      problems(text) == """
        f.yaml:8:20: text that begins with '@' means something else in YAML: put quotes around it
            Authorization: (hidden)
                           ^
        f.yaml:9:16: text that begins with '*' means something else in YAML: put quotes around it
            X-Api-Key: (hidden)
                       ^
        f.yaml:10:12: timeout '5' is not a duration; it has no unit: write 5s
          timeout: 5
                   ^
        """)
  }

  @Test(arguments: ["env: {PASSWORD: @hunter2}", "env:\n    A: |\n      hunter2\n     b: @hunter2", "\"env\":{\"A\":@hunter2}"])
  func valuesOfTheEnvironmentAreNeverShown(env: String) {
    let text = problems(schedule(trigger: "\n  kind: command\n  argv: [date]\n  \(env)"))
    #expect(!text.isEmpty && !text.contains("hunter2"), "\(text)")
  }
}
