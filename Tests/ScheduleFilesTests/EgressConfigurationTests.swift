import Foundation
import Seams
import Testing

@testable import ScheduleFiles

@Suite struct EgressConfigurationTests {
  private func load(_ text: String) throws -> Configuration {
    let directory = try TestDirectory()
    return try Configuration.load(path: directory.write("carillon.yaml", text), environment: [:])
  }

  private func problem(_ text: String) -> String? {
    do {
      _ = try load(text)
      return nil
    } catch {
      let line = (error as? ConfigurationError)?.problems.first?.description.split(separator: "\n").first
      return line.map { String($0.split(separator: "carillon.yaml:").last ?? "") }
    }
  }

  @Test func nothingSaidMeansTheStandardRules() throws {
    #expect(try load("#").egress == .standard)
    #expect(try load("#").publicURL == nil)
  }

  @Test func rulesAreReadInOrder() throws {
    let rules = try load("egress: {allow: [api.example.com, '*.jobs.example', 10.0.0.0/8, '2001:db8::/32'], deny: [10.0.0.5]}").egress
    #expect(rules.allow.map(\.description) == ["api.example.com", "*.jobs.example", "10.0.0.0/8", "2001:db8:0:0:0:0:0:0/32"])
    #expect(rules.deny.map(\.description) == ["10.0.0.5"])
  }

  @Test(arguments: [
    (
      "egress: {allow: ['https://x.example']}",
      "1:18: allow 'https://x.example' is no host name, *.name, address or range of addresses such as 10.0.0.0/8; no scheme, port or path"
    ),
    (
      "egress: {deny: [10.0.0.1/8]}",
      "1:17: deny '10.0.0.1/8' is no host name, *.name, address or range of addresses such as 10.0.0.0/8; no scheme, port or path"
    ),
    ("egress: {allow: []}", "1:10: allow names nothing, so that nothing could be called; leave it out to allow what is not denied"),
    ("egress: {alow: [x]}", "1:10: unknown key 'alow'; did you mean 'allow'?"),
    ("public_url: carillon.example", "1:13: public_url must be http:// or https:// with a host"),
    ("public_url: 'https://x.example/?a'", "1:13: public_url must end with the path; remove what begins with ? or #"),
  ])
  func whatIsWrongIsReportedAtItsPlace(text: String, expected: String) { #expect(problem(text) == expected) }

  @Test func aPublicURLHasNoSlashAtItsEnd() throws {
    #expect(try load("public_url: https://carillon.example.com/hooks/").publicURL == "https://carillon.example.com/hooks")
  }
}
