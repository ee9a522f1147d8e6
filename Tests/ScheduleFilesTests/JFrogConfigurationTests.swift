import ControlMessages
import Foundation
import Testing

@testable import ScheduleFiles

/// The section `jfrog`.
@Suite struct JFrogConfigurationTests {
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

  private func jfrog(_ more: String) -> String { "jfrog: {url: 'https://acme.example/ml/api', \(more)}" }

  @Test func withoutTheSectionThereIsNone() throws {
    #expect(try load("#", ["CARILLON_JFROG_TOKEN": "t"]).jfrog == nil)
  }

  @Test func everyKeyIsRead() throws {
    try directory.write("secrets/token", "eyJ\n")
    let configuration = try load(
      """
      jfrog:
        url: https://acme.example:8443/ml/api/
        token_file: secrets/token
        endpoint_hosts: [Models.Example, "gpu.example:8443"]
      """)
    #expect(
      configuration.jfrog
        == Configuration.JFrog(
          url: "https://acme.example:8443/ml/api", authentication: .token(Secret("eyJ")),
          endpointHosts: ["models.example", "gpu.example:8443"]))
    #expect(configuration.warnings.isEmpty)
  }

  @Test func everyWayToLogInIsRead() throws {
    try directory.write("p", "pass word\r\n")
    #expect(try load(jfrog("token: t")).jfrog?.authentication == .token(Secret("t")))
    #expect(try load(jfrog("username: me, password_file: p")).jfrog?.authentication == .password(username: "me", Secret("pass word")))
    #expect(try load(jfrog("username: me, password: 12345")).jfrog?.authentication == .password(username: "me", Secret("12345")))
    let host = "jfrog: {url: 'https://acme.example'}"
    #expect(try load(host, ["CARILLON_JFROG_TOKEN": "t"]).jfrog == .init(url: "https://acme.example", authentication: .token(Secret("t"))))
    #expect(
      try load(jfrog("username: me"), ["CARILLON_JFROG_PASSWORD": "p"]).jfrog?.authentication == .password(username: "me", Secret("p")))
  }

  @Test func exactlyOneWayToLogInIsAccepted() throws {
    #expect(
      refusal("jfrog:\n  url: https://acme.example\n") == """
        D/carillon.yaml:2:3: jfrog needs one way to log in: token_file, token, username with password_file or password
          url: https://acme.example
          ^^^
        """)
    #expect(refusal(jfrog("token: t, token_file: f")).contains("jfrog needs exactly one way to log in, not token and token_file"))
    #expect(refusal(jfrog("token: t"), ["CARILLON_JFROG_TOKEN": "u"]).contains("not token and CARILLON_JFROG_TOKEN"))
    #expect(refusal(jfrog("password: p")).contains("password needs username"))
    #expect(refusal(jfrog("username: me, token: t")).contains("username belongs to a password; token has none"))
  }

  @Test func theServersCredentialsAreNotItsOwn() {
    #expect(refusal(jfrog("endpoint_hosts: []"), ["CARILLON_SERVER_TOKEN": "t"]).contains("jfrog needs one way to log in"))
  }

  @Test(arguments: [
    ("jfrog: {token: t}", "1:9: jfrog needs url"),
    ("jfrog: https://acme.example", "1:8: jfrog must be a mapping (key: value), not text"),
    ("jfrog: {url: acme.example, token: t}", "1:14: url must be http:// or https:// with a host"),
    ("jfrog: {url: 'https://acme.example/?a', token: t}", "1:14: url must end with the path; remove what begins with ? or #"),
    (
      "jfrog: {url: 'https://me:hunter2@acme.example', token: t}",
      "1:14: url must not hold a user or password; use token_file, or username and password_file"
    ),
    ("jfrog: {url: 'https://x', token: t, endpoint_hosts: x}", "1:53: endpoint_hosts must be a list, not text; write [models.example.com]"),
    (
      "jfrog: {url: 'https://x', token: t, endpoint_hosts: ['*.x']}",
      "1:54: endpoint_hosts '*.x' is not a host or host:port; no scheme, path or pattern"
    ),
    (
      "jfrog: {url: 'https://x', token: t, api_key: k}",
      "1:37: unknown key 'api_key'; known are url, username, password, password_file, token, token_file, endpoint_hosts"
    ),
  ])
  func aWrongKeyIsReported(text: String, first: String) {
    #expect(refusal(text).split(separator: "\n").first.map(String.init) == "D/carillon.yaml:\(first)")
  }

  @Test func aSecretIsNeverPrinted() throws {
    let configuration = try load(jfrog("username: me, password: hunter2"))
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!"\(configuration) \(dumped) \(String(reflecting: configuration))".contains("hunter2"))
  }

  @Test func aSecretThatEverybodyCanReadIsAWarning() throws {
    try directory.write("token", "t", permissions: 0o644)
    #expect(
      try load(jfrog("token_file: token")).warnings.map(\.message) == [
        "token_file '\(directory.path)/token' can be read by every user of this machine; chmod 600 \(directory.path)/token"
      ])
  }
}
