import Scheduling
import Testing

@testable import carillon

@Suite struct ServerProjectTests {
  private let id = Identifier("12345678-1234-4234-8234-123456789abc")!

  @Test func itIsMeantByItsNameAndItsID() async {
    let project = ServerProject(configured: "default") { [id] in id }
    #expect(await project.isMeant(by: "default"))
    #expect(await project.isMeant(by: id.description))
    #expect(await project.isMeant(by: id.description.uppercased()))
    #expect(await !project.isMeant(by: "other"))
    #expect(await !project.isMeant(by: Identifier.random().description))
  }

  @Test func beforeTheServerWasAskedItIsKnownByWhatTheConfigurationSays() async {
    let named = ServerProject(configured: "default") { nil }
    #expect(await named.isMeant(by: "default"))
    #expect(await !named.isMeant(by: id.description))
    let byID = ServerProject(configured: id.description) { nil }
    #expect(await byID.isMeant(by: id.description))
    #expect(await byID.knownID == id)
  }
}
