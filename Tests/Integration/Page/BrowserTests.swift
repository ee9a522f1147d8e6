import Foundation
import TestSupport
import Testing

/// The web page of the real daemon in a real browser: Tests/Fixtures/page holds what is clicked and looked at.
@Suite("The web page in a browser", .timeLimit(.minutes(15)))
struct BrowserTests {
  private static let fixtures = "\(BuiltProgram.package)/Tests/Fixtures/page"

  @Test func thePathsOfPeopleLeadWhereTheyShould() async throws {
    let schedules = try String(contentsOfFile: "\(Self.fixtures)/page_schedules.yaml", encoding: .utf8)
    let place = try DaemonPlace("listen: [127.0.0.1:0]", schedules: ["page.yaml": schedules])
    try await place.withDaemon { daemon in
      let link = try await daemon.command("sign-in").output.trimmingCharacters(in: .whitespacesAndNewlines)
      let check = try ProgramRun(ZenMLFixture.python, ["\(Self.fixtures)/page_check.py", "--url", link])
      let status = await check.status
      #expect(status == 0, "\(check.output)\(check.errors)")
    }
  }
}
