import ControlMessages
import Testing

@testable import ScheduleFiles

/// Where a daemon is, for who has none of its secrets.
@Suite struct DaemonPlacesTests {
  private let directory: TestDirectory

  init() throws { directory = try TestDirectory() }

  private func places(_ text: String, _ environment: [String: String] = [:]) throws -> DaemonPlaces {
    try DaemonPlaces(path: directory.write("gpu.yaml", "state_directory: s\nlisten: unix:x.sock\n\(text)"), environment: environment)
  }

  @Test(arguments: [
    "server: {url: 'https://z.example', api_key_file: 'credential:absent-key'}",
    "server: {url: 'https://z.example', token_file: /nowhere/token}",
    "server: {url: 'https://z.example', username: u}",
    "server: {url: 'https://z.example'}",
    "server: {project: p}\nzenml_login: {role: viewer}",
    "zenml_login: {role: viewer}",
    "jfrog: {url: 'https://acme.jfrog.io'}",
    "jfrog: {url: 'https://acme.jfrog.io', token_file: 'credential:absent-token'}",
    "alerts: {sinks: {a: {kind: webhook, url: 'https://a.example', secret_env: ABSENT_OF_A_TEST}}}",
    "alerts: {sinks: {a: {kind: webhook, url_file: 'credential:absent-url'}}, ping: {url_env: ABSENT_OF_A_TEST}}",
    "alerts: {sinks: {m: {kind: email, host: h, from: a@b.example, to: [c@d.example], username: u, password_file: /nowhere/p}}}",
  ]) func noSecretOfTheDaemonIsNeeded(text: String) throws {
    let places = try places(text)
    #expect(places.stateDirectory == "\(directory.path)/s" && places.socketPath.text == "\(directory.path)/x.sock")
    // A daemon needs them.
    #expect(throws: ConfigurationError.self) { try Configuration.load(path: "\(directory.path)/gpu.yaml", environment: [:]) }
  }

  @Test func whoAsksMayHaveALoginOfTheirOwn() throws {
    let environment = ["CARILLON_SERVER_API_KEY": "mine", "ZENML_STORE_URL": "zen", "CREDENTIALS_DIRECTORY": "/c"]
    #expect(try places("server: {url: 'https://z.example', api_key_file: k}", environment).socketPath.text == "\(directory.path)/x.sock")
  }

  @Test(arguments: ["surprise: 1", "server: {url: ftp://x}", "server: {url: 'https://z.example', token_file: a, api_key_file: b}"])
  func whatElseIsWrongIsTold(text: String) {
    #expect(throws: ConfigurationError.self) { try places(text) }
  }
}
