import Testing

@testable import ScheduleFiles

@Suite struct CredentialFileTests {
  private func configuration(_ directory: TestDirectory, file: String, credentials: String?) throws -> Configuration {
    let text = "server: {url: https://zen.example, api_key_file: \(file)}\n"
    let environment = credentials.map { ["CREDENTIALS_DIRECTORY": $0] } ?? [:]
    return try Configuration.load(path: directory.write("carillon.yaml", text), environment: environment)
  }

  @Test func aCredentialIsReadFromWhereSystemdPutIt() throws {
    let directory = try TestDirectory()
    try directory.write("given-key", "ZENKEY_of_systemd\n")
    let configuration = try configuration(directory, file: "credential:given-key", credentials: directory.path)
    #expect(configuration.server?.authentication == .apiKey(Secret("ZENKEY_of_systemd")))
  }

  @Test func oneThatIsMissingIsNamedWithItsPlace() throws {
    let directory = try TestDirectory()
    let error = #expect(throws: ConfigurationError.self) {
      try configuration(directory, file: "credential:absent-key", credentials: directory.path)
    }
    #expect(error?.description.contains("\(directory.path)/absent-key") == true)
  }

  @Test func itNamesNoFileElsewhere() {
    #expect(CredentialFile.path("credential:../../etc/shadow", environment: ["CREDENTIALS_DIRECTORY": "/c"]) == "/c/.._.._etc_shadow")
  }

  @Test func outsideOfTheServiceTheStoreOfCredentialsIsMeant() {
    #expect(CredentialFile.path("credential:absent-key", environment: [:]) == "/etc/credstore/absent-key")
  }

  @Test func aPathIsLeftAlone() { #expect(CredentialFile.path("api-key", environment: ["CREDENTIALS_DIRECTORY": "/c"]) == nil) }

  @Test func commandsAreAllowedUnlessTheConfigurationSaysOtherwise() throws {
    let directory = try TestDirectory()
    #expect(try Configuration.load(path: directory.write("a.yaml", "#"), environment: [:]).commands)
    #expect(try !Configuration.load(path: directory.write("b.yaml", "commands: false\n"), environment: [:]).commands)
  }
}
