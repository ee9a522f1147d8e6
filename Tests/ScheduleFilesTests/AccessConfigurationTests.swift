import ControlMessages
import Testing

@testable import ScheduleFiles

/// `listen`, `tls`, `allowed_hosts` and `zenml_login`.
@Suite struct AccessConfigurationTests {
  private func load(_ text: String) throws -> Configuration {
    let directory = try TestDirectory()
    try directory.write("key.pem", "k")
    return try Configuration.load(path: directory.write("carillon.yaml", text), environment: [:])
  }

  private func refusal(_ text: String) -> String {
    do { return "none: \(try load(text).listen)" } catch { return "\(error)" }
  }

  @Test func addressesStandBesideTheSocketInAList() throws {
    let configuration = try load("listen: [unix:c.sock, 127.0.0.1:8470, 'tcp:[::1]:0', localhost:1]")
    #expect(configuration.socketPath.text.hasSuffix("/c.sock"))
    let expected = [("127.0.0.1", 8470), ("::1", 0), ("127.0.0.1", 1)].map { ListenAddress(host: $0.0, port: $0.1) }
    #expect(configuration.listen == expected)
  }

  @Test func anAddressAloneLeavesTheSocketWhereItIs() throws {
    let configuration = try load("listen: 127.0.0.1:8470")
    #expect(configuration.socketPath.text.hasSuffix("/.carillon/carillon.sock") && configuration.listen.count == 1)
  }

  @Test func otherMachinesAreAnsweredOnlyInTLS() throws {
    let configuration = try load("listen: 0.0.0.0:443\ntls: {certificate: c.pem, key: key.pem}")
    #expect(configuration.tls?.certificate.hasSuffix("/c.pem") == true && configuration.tls?.key.hasSuffix("/key.pem") == true)
    #expect(refusal("listen: '[::]:443'").contains("can be reached from other machines"))
  }

  @Test func usersOfTheServerHaveTheRolesThatAreNamed() throws {
    let server = "server: {url: 'http://zen.example', token: t}\n"
    let login = try load(server + "zenml_login: {role: viewer, users: {alice: admin}}").zenmlLogin
    #expect(login?.everyone == .viewer && login?.users == ["alice": .admin])
    #expect(refusal("zenml_login: {role: viewer}").contains("zenml_login needs server"))
    #expect(
      refusal(server + "zenml_login: {users: {alice: owner}}").contains("the role of 'alice' is 'owner', none of viewer, operator, admin"))
    #expect(refusal(server + "zenml_login: {users: {}}").contains("zenml_login lets nobody in"))
    #expect(try load(server).zenmlLogin == nil)
  }

  @Test func whatLooksLikeAnIdIsOneAndNoName() throws {
    let server = "server: {url: 'http://zen.example', token: t}\n"
    let (id, digits) = ("6E1C2A00-0000-4000-8000-00000000000A", "6e1c2a0000004000800000000000000b")
    let configuration = try load(server + "zenml_login: {users: {\(id): admin, \(digits): operator}}")
    let login = try #require(configuration.zenmlLogin)
    #expect(login.users.isEmpty)
    #expect(login.ids.count == 2 && Set(login.ids.values) == [.admin, .operator])
    #expect(configuration.warnings.filter { $0.message.contains("goes by a name") }.isEmpty)
    let twice = refusal(server + "zenml_login: {users: {\(id): admin, \(id.lowercased()): viewer}}")
    #expect(twice.contains("users gives the id 6e1c2a00-0000-4000-8000-00000000000a twice"))
  }

  @Test(arguments: [
    ("users: {ann: admin}", true), ("users: {ann: operator}", false), ("role: viewer, users: {ann: operator}", false),
    ("role: operator, users: {ann: viewer}", true), ("role: admin, users: {ann: admin}", false),
  ])
  func aNameThatGivesEverythingOrForbidsSomethingIsWarnedOf(login: String, isWarnedOf: Bool) throws {
    let configuration = try load("server: {url: 'http://zen.example', token: t}\nzenml_login: {\(login)}")
    #expect(configuration.warnings.contains { $0.message.contains("goes by a name") } == isWarnedOf)
  }

  @Test func hostsAreNamesAndPorts() throws {
    #expect(try load("allowed_hosts: [C.example, d.example:80]").allowedHosts == ["c.example", "d.example:80"])
    #expect(refusal("allowed_hosts: ['http://x']").contains("is not a host or host:port"))
  }
}
