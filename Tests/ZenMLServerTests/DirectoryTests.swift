import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing

@testable import ZenMLServer

/// Whose token it is, as the server says.
struct DirectoryTests {
  @Test(arguments: [(#","is_service_account":false"#, false), (#","is_service_account":true"#, true), ("", true)])
  func anAccountIsAUsersOnlyWhenTheServerSaysSo(kind: String, isProgram: Bool) async throws {
    #expect(try await user(#""active":true\#(kind)"#) == DirectoryUser(id: id(7), name: "ann", isServiceAccount: isProgram))
  }

  @Test func anAccountThatIsNotActiveIsNobodys() async throws {
    #expect(try await user(#""active":false,"is_service_account":false"#) == nil)
  }

  private func user(_ body: String) async throws -> DirectoryUser? {
    let answer = HTTPResponse.json(text: #"{"id":"\#(id(7))","name":"ann","body":{\#(body)}}"#)
    let users = ZenMLUsers(
      serverURL: "https://zen.example", transport: ScriptedTransport(inTurn: [answer]), now: { Instant(secondsSinceEpoch: 1_800_000_000) })
    return try await users.user(ofToken: "token")
  }
}
