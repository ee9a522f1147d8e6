import ControlMessages
import Foundation
import Scheduling
import Testing

@testable import ScheduleFiles

@Suite struct ConfigurationTests {
  private let directory: TestDirectory

  init() throws {
    directory = try TestDirectory()
  }

  private func load(_ text: String, _ environment: [String: String] = [:], permissions: Int = 0o600) throws -> Configuration {
    try Configuration.load(path: directory.write("carillon.yaml", text, permissions: permissions), environment: environment)
  }

  /// What is printed when it is refused, with `D` for the directory.
  private func refusal(_ text: String, _ environment: [String: String] = [:]) -> String {
    do {
      _ = try load(text, environment)
      return "accepted"
    } catch {
      return "\(error)".replacing(directory.path, with: "D")
    }
  }

  private func server(_ more: String) -> String { "server: {url: 'https://zen.example', \(more)}" }

  // MARK: Good ones

  @Test(arguments: ["", "\n", " \r\n\t\n"])
  func anEmptyFileIsNobodysWordForTheDefaults(text: String) {
    #expect(refusal(text) == "D/carillon.yaml: is empty; if all is to be as by default, leave a comment in it")
  }

  @Test func aFileOfCommentsGivesTheDefaults() throws {
    let configuration = try load("# nothing\n")
    #expect(configuration.stateDirectory == "\(directory.path)/.carillon")
    #expect(configuration.socketPath.text == "\(directory.path)/.carillon/carillon.sock")
    #expect(configuration.server == nil && configuration.schedules == [] && configuration.serverBindings == ServerBindingRules())
    #expect(configuration.syncInterval == .seconds(10) && configuration.sweepInterval == .seconds(300))
    #expect(configuration.logLevel == .info && configuration.logFormat == .text)
  }

  @Test func everyKeyIsRead() throws {
    try directory.write("secrets/key", "ZENKEY_x\n")
    let configuration = try load(
      """
      state_directory: ../state
      server: {url: "https://zen.example:8443/zenml/api/v1/", project: ml, api_key_file: secrets/key}
      schedules: [a.yaml, b/*.yaml, /etc/c]
      listen: unix:run/c.sock
      sync_interval: 30s
      sweep_interval: PT1H
      server_bindings: {http_hosts: [Jobs.Example, "other.example:8443", "[::1]"], kinds: [chain, jfrog_inference]}
      log_level: debug
      log_format: json
      """)
    let parent = URL(fileURLWithPath: directory.path).deletingLastPathComponent().path
    #expect(configuration.stateDirectory == "\(parent)/state")
    #expect(
      configuration.server
        == Configuration.Server(url: "https://zen.example:8443/zenml", project: "ml", authentication: .apiKey(Secret("ZENKEY_x"))))
    #expect(configuration.schedules == ["\(directory.path)/a.yaml", "\(directory.path)/b/*.yaml", "/etc/c"])
    #expect(configuration.socketPath.text == "\(directory.path)/run/c.sock")
    #expect(configuration.syncInterval == .seconds(30) && configuration.sweepInterval == .seconds(3_600))
    #expect(configuration.serverBindings.hosts == ["jobs.example", "other.example:8443", "::1"])
    #expect(configuration.serverBindings.kinds == [.chain, .jfrogInference])
    #expect(configuration.logLevel == .debug && configuration.logFormat == .json)
    #expect(configuration.warnings.isEmpty)
  }

  @Test func theStateDirectoryOfSystemdComesBeforeTheDefault() throws {
    let environment = ["STATE_DIRECTORY": "/var/lib/carillon:/var/lib/other"]
    #expect(try load("#", environment).stateDirectory == "/var/lib/carillon")
    #expect(try load("state_directory: here", environment).stateDirectory == "\(directory.path)/here")
  }

  @Test func theDirectoryOfSchedulesBesideItIsTheDefault() throws {
    #expect(try load("#").schedules == [])
    #expect(try load("#").schedulesIfThere == ["\(directory.path)/schedules"])
    try directory.write("schedules/a.yaml", "")
    #expect(try load("#").schedules == ["\(directory.path)/schedules"])
    #expect(try load("#").schedulesIfThere == [])
    #expect(try load("schedules: []").schedules == [])
    #expect(try load("schedules: []").schedulesIfThere == [])
  }

  @Test func anEmbeddedOneHasNoServer() throws {
    let configuration = try Configuration.embedded(directory: "/tmp/state", schedules: ["/x/demo"])
    #expect(configuration.server == nil && configuration.stateDirectory == "/tmp/state" && configuration.schedules == ["/x/demo"])
    #expect(configuration.socketPath.text == "/tmp/state/carillon.sock")
  }

  // MARK: Logging in

  @Test func everyWayToLogInIsRead() throws {
    try directory.write("p", "pass word\r\n")
    try directory.write("t", "token")
    #expect(try load(server("api_key: k")).server?.authentication == .apiKey(Secret("k")))
    #expect(try load(server("username: me, password: 12345")).server?.authentication == .password(username: "me", Secret("12345")))
    #expect(try load(server("username: me, password_file: p")).server?.authentication == .password(username: "me", Secret("pass word")))
    #expect(try load(server("token_file: t")).server?.authentication == .token(Secret("token")))
    #expect(try load(server("token: t")).server?.authentication == .token(Secret("t")))
  }

  @Test func theEnvironmentGivesWhatTheFileDoesNotSay() throws {
    #expect(try load(server("project: p"), ["CARILLON_SERVER_API_KEY": "k"]).server?.authentication == .apiKey(Secret("k")))
    #expect(
      try load(server("username: me"), ["CARILLON_SERVER_PASSWORD": "p"]).server?.authentication == .password(username: "me", Secret("p")))
    #expect(try load(server("project: p"), ["CARILLON_SERVER_TOKEN": "t"]).server?.authentication == .token(Secret("t")))
    let zenML = ["ZENML_STORE_URL": "http://127.0.0.1:8237/", "ZENML_STORE_API_KEY": "z"]
    #expect(try load("#", zenML).server == Configuration.Server(url: "http://127.0.0.1:8237", authentication: .apiKey(Secret("z"))))
    #expect(
      try load("server: {api_key: k}", zenML).server
        == Configuration.Server(url: "http://127.0.0.1:8237", authentication: .apiKey(Secret("k"))))
  }

  @Test func aKeyInTheEnvironmentIsNotSentToAnotherServer() {
    let environment = ["ZENML_STORE_URL": "https://other.example", "ZENML_STORE_API_KEY": "z"]
    #expect(refusal(server("project: p"), environment).contains("server needs one way to log in"))
  }

  @Test func exactlyOneWayToLogInIsAccepted() throws {
    #expect(
      refusal("server:\n  url: https://zen.example\n") == """
        D/carillon.yaml:2:3: server needs one way to log in: api_key_file, api_key, username with password_file or password, token_file, token
          url: https://zen.example
          ^^^
        """)
    #expect(refusal(server("api_key: k, token: t")).contains("server needs exactly one way to log in, not api_key and token"))
    #expect(refusal(server("api_key: k"), ["CARILLON_SERVER_TOKEN": "t"]).contains("not api_key and CARILLON_SERVER_TOKEN"))
    #expect(refusal(server("password: p")).contains("password needs username"))
    #expect(refusal(server("username: me, token: t")).contains("username belongs to a password; token has none"))
  }

  @Test func aSecretFileThatCannotBeUsedIsNamed() throws {
    try directory.write("empty", "\n")
    try directory.write("two", "a\nb\n")
    #expect(refusal(server("api_key_file: none")).contains("api_key_file 'D/none' cannot be read: there is no such file"))
    #expect(refusal(server("api_key_file: empty")).contains("api_key_file 'D/empty' is empty"))
    #expect(
      refusal(server("api_key_file: two")).contains(
        "api_key_file 'D/two' holds more than one line of text; it should hold the secret alone"))
  }

  @Test func aSecretThatEverybodyCanReadIsAWarning() throws {
    try directory.write("key", "k", permissions: 0o644)
    let fromFile = try load(server("api_key_file: key"))
    #expect(
      fromFile.warnings.map(\.message) == [
        "api_key_file '\(directory.path)/key' can be read by every user of this machine; chmod 600 \(directory.path)/key"
      ])
    let inline = try load(server("api_key: k"), permissions: 0o644)
    #expect(inline.warnings.count == 1 && inline.warnings[0].message.hasPrefix("this file holds api_key and can be read"))
  }

  @Test func aSecretIsNeverPrinted() throws {
    let configuration = try load(server("username: me, password: hunter2"))
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!"\(configuration) \(dumped) \(String(reflecting: configuration))".contains("hunter2"))
    #expect("\(Secret("hunter2"))" == "(secret)")
    #expect(!refusal("server:\n  url: x\n  password: @hunter2\n  api_key: [hunter2]\n  token: |\n    hunter2\n   bad").contains("hunter2"))
  }

  // MARK: Bad ones

  @Test(arguments: [
    "https://cloudapi.zenml.io", "https://cloudapi.zenml.io/api/v1", "https://1cf18d95-zenml.cloudapi.zenml.io/",
    "HTTPS://CloudAPI.ZenML.io.",
  ])
  func theControlPlaneOfZenMLProIsRefused(url: String) {
    #expect(
      refusal("server:\n  url: \(url)\n  api_key: k").split(separator: "\n").first
        == "D/carillon.yaml:2:8: url is the control plane of ZenML Pro, which holds no schedules; give the workspace's own URL, which the dashboard shows in the workspace's settings and `zenml status` prints"
    )
  }

  @Test func otherHostsOfZenMLAreAccepted() throws {
    #expect(
      try load("server: {url: 'https://1cf18d95-zenml.staging.zenml.io/', api_key: k}").server?.url
        == "https://1cf18d95-zenml.staging.zenml.io")
    #expect(try load("server: {url: 'https://notcloudapi.zenml.io', api_key: k}").server != nil)
  }

  @Test(arguments: [
    ("zen.example", "url must be http:// or https:// with a host"), ("ftp://zen.example", "url must be http:// or https:// with a host"),
    ("https://", "url must be http:// or https:// with a host"),
    ("https://zen.example/?a=b", "url must end with the path; remove what begins with ? or #"),
    ("https://me:hunter2@zen.example", "url must not hold a user or password; use api_key_file, or username and password_file"),
  ])
  func aWrongURLIsRefused(url: String, message: String) {
    #expect(refusal("server: {url: '\(url)', api_key: k}").contains(message))
  }

  @Test func aWrongURLInTheEnvironmentNamesTheVariable() {
    #expect(
      refusal("#", ["ZENML_STORE_URL": "zen", "ZENML_STORE_API_KEY": "k"])
        == "ZENML_STORE_URL: the URL must be http:// or https:// with a host")
  }

  @Test(arguments: [
    ("schedule: []", "1:1: unknown key 'schedule'; did you mean 'schedules'?"),
    ("state_dir: x", "1:1: unknown key 'state_dir'; did you mean 'state_directory'?"),
    ("log_level: warn", "1:12: log_level 'warn' is not one of trace, debug, info, notice, warning, error, critical"),
    ("log_format: jsn", "1:13: log_format 'jsn' is not one of text, json; did you mean 'json'?"),
    ("sync_interval: 10", "1:16: sync_interval '10' is not a duration; it has no unit: write 10s"),
    ("sync_interval: 100ms", "1:16: sync_interval '100ms' is not between 1s and 1d"),
    ("sweep_interval: soon", "1:17: sweep_interval 'soon' is not a duration; write one such as 10s, 5m or 1h30m"),
    ("listen: tcp", "1:9: listen 'tcp' is neither unix:PATH nor an address and a port such as 127.0.0.1:8470, [::1]:8470 or 0.0.0.0:8470"),
    ("listen: [unix:a, unix:b]", "1:18: listen names two sockets; one is enough, and it is always there"),
    ("listen: [127.0.0.1:1, 'tcp:127.0.0.1:1']", "1:23: listen names 127.0.0.1:1 twice"),
    (
      "listen: 0.0.0.0:80",
      "1:9: listen 0.0.0.0:80 can be reached from other machines, so that keys and cookies would cross the network in the clear: "
        + "add tls: {certificate: FILE, key: FILE}, or listen on 127.0.0.1 behind a reverse proxy that speaks TLS"
    ),
    ("tls: {certificate: c.pem}", "1:7: tls needs key: a PEM file"),
    ("schedules: here", "1:12: schedules must be a list, not text; write [schedules]"),
    ("server_bindings: {http_hosts: ['https://x']}", "1:32: http_hosts 'https://x' is not a host or host:port; no scheme, path or pattern"),
    (
      "server_bindings: {kinds: [command]}",
      "1:27: kinds 'command' is none of those that can be allowed: jfrog_deployment, jfrog_experiment, jfrog_inference, chain"
    ),
    ("server_bindings: {http_hosts: ['*.x']}", "1:32: http_hosts '*.x' is not a host or host:port; no scheme, path or pattern"),
    ("server: {url: 'https://x', api_key: k, workspace: w}", "1:40: unknown key 'workspace'; did you mean 'project'?"),
    ("server: https://x", "1:9: server must be a mapping (key: value), not text"),
    ("listen: unix:a\n---\nlisten: unix:b", "3:1: a configuration is one document; remove what follows '---'"),
    ("- a", "1:1: the configuration must be a mapping (key: value), not a list"),
  ])
  func aWrongKeyIsReported(text: String, first: String) {
    #expect(refusal(text).split(separator: "\n").first.map(String.init) == "D/carillon.yaml:\(first)")
  }

  @Test func everyProblemIsReported() {
    #expect(refusal("log_level: loud\nlisten: tcp\nserver: {project: p}").split(separator: "\n").filter { $0.hasPrefix("D/") }.count == 4)
  }

  @Test func aLongSocketPathIsReportedAtTheKeyThatMakesIt() {
    let long = String(repeating: "x", count: 120)
    #expect(
      refusal("log_level: info\nstate_directory: /\(long)").hasPrefix(
        "D/carillon.yaml:2:1: control socket /\(long)/carillon.sock: the path has 135 bytes and Linux allows 107"))
    #expect(refusal("listen: unix:/\(long)").hasPrefix("D/carillon.yaml:1:1: control socket /\(long): the path has 121 bytes"))
    #expect(throws: ConfigurationError.self) { try Configuration.embedded(directory: "/\(long)", schedules: []) }
  }

  @Test func aMissingFileIsReported() {
    #expect(throws: ConfigurationError.self) { try Configuration.load(path: "\(directory.path)/none.yaml", environment: [:]) }
  }
}
