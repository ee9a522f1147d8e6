import Testing

@testable import ZenML

struct ConfigurationTests {
  @Test(arguments: ["https://zen.example", "https://zen.example/", "https://zen.example/api/v1", "https://zen.example/api/v1/"])
  func theServerURLHasNoTail(url: String) throws {
    let configuration = try ZenMLConfiguration(url: url, credentials: .token("t"))
    #expect(configuration.serverURL == "https://zen.example")
    #expect(configuration.project == "default")
  }

  @Test func theControlPlaneOfZenMLProIsRefusedWithTheWayOut() {
    #expect(throws: ZenMLConfigurationError.cloudControlPlane) {
      try ZenMLConfiguration(url: "https://cloudapi.zenml.io/", credentials: .token("t"))
    }
    #expect(ZenMLConfigurationError.cloudControlPlane.description.contains("URL of the workspace"))
  }

  @Test(arguments: ["zen.example", "ftp://zen.example", "https://user:pw@zen.example", ""])
  func whatIsNoServerURLIsRefused(url: String) {
    #expect(throws: ZenMLConfigurationError.noServerURL) { try ZenMLConfiguration(url: url, credentials: .token("t")) }
  }

  @Test func noDescriptionHoldsASecret() throws {
    let configuration = try ZenMLConfiguration(
      url: "https://zen.example", credentials: .password(username: "ann", password: "hunter2"))
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!dumped.contains("hunter2"))
    #expect(!"\(configuration)".contains("hunter2"))
    #expect(configuration.credentials.description == "password of 'ann'")
  }
}
