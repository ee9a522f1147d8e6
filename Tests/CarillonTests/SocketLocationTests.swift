import ControlMessages
import Testing

@testable import carillon

@Suite struct SocketLocationTests {
  private func location(
    socket: String? = nil, config: String? = nil, variable: String? = nil, files: Set<String> = []
  ) -> SocketLocation {
    SocketLocation(
      socket: socket, configuration: config, environment: variable.map { ["CARILLON_CONFIG": $0] } ?? [:],
      fileExists: { files.contains($0) }, socketOfConfiguration: { try ControlSocketPath("/of/\($0)") })
  }

  private let everything: Set = [".carillon", "/etc/carillon/carillon.yaml"]

  @Test func theSocketWinsOverEverything() throws {
    let location = location(socket: "/s", config: "c", variable: "v", files: everything)
    #expect(try location.resolve().text == "/s")
  }

  @Test func theConfigurationWinsOverTheEnvironment() throws {
    #expect(try location(config: "c", variable: "v", files: everything).resolve().text == "/of/c")
  }

  @Test func theEnvironmentWinsOverTheUsualPlaces() throws {
    #expect(try location(variable: "v", files: everything).resolve().text == "/of/v")
  }

  @Test func theWorkingDirectoryWinsOverTheMachine() throws {
    #expect(try location(variable: "", files: everything).resolve().text == ".carillon/carillon.sock")
    #expect(try location(files: ["/etc/carillon/carillon.yaml"]).resolve().text == "/of//etc/carillon/carillon.yaml")
  }

  @Test func nowhereToAskIsExplained() {
    let problem = #expect(throws: ControlProblem.self) { try location().resolve() }
    #expect(problem?.message.contains("start one with carillon serve") == true)
  }
}
