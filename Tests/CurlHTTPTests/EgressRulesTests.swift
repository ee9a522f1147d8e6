import Seams
import Testing

@Suite struct EgressRulesTests {
  private func rules(allow: [String] = [], deny: [String] = []) -> EgressRules {
    EgressRules(allow: allow.compactMap { EgressRules.Place($0) }, deny: deny.compactMap { EgressRules.Place($0) })
  }

  private func refusal(
    _ host: String, _ address: String, _ rules: EgressRules = .standard, through proxy: String? = nil
  ) throws -> String? {
    rules.refusal(of: host, at: try #require(IPAddress(address), "\(address)"), through: proxy)
  }

  @Test(arguments: ["192.0.2.1", "127.0.0.1", "10.1.2.3", "2001:db8::1", "::1", "fc00::1", "::", "0.0.0.0", "100.100.100.201"])
  func othersMayBeCalledWithoutAWord(address: String) throws { #expect(try refusal("x.example", address) == nil) }

  @Test(arguments: [
    "169.254.169.254", "169.254.0.1", "169.254.255.255", "fe80::1", "febf::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1", "::169.254.169.254",
  ])
  func linkLocalAddressesAreDenied(address: String) throws {
    #expect(
      try refusal("innocent.example", address)?.hasSuffix("is a link-local address; it is denied unless egress.allow names it") == true)
  }

  @Test(arguments: [
    ("x.example", "fd00:ec2::254"), ("x.example", "100.100.100.200"), ("metadata.google.internal", "192.0.2.1"),
    ("Metadata.Google.Internal.", "192.0.2.1"),
  ])
  func metadataServicesAreDenied(host: String, address: String) throws {
    #expect(try refusal(host, address)?.contains("a cloud's metadata service") == true)
  }

  @Test func anAllowanceLetsNothingElsePass() throws {
    let rules = rules(allow: ["api.example", "*.jobs.example", "10.0.0.0/8", "2001:db8::/32"])
    for (host, address) in [
      ("API.example.", "192.0.2.1"), ("a.b.jobs.example", "192.0.2.1"), ("x.example", "10.255.0.1"), ("[2001:db8::5]", "2001:db8::5"),
    ] {
      #expect(try refusal(host, address, rules) == nil, "\(host) \(address)")
    }
    for (host, address) in [
      ("jobs.example", "192.0.2.1"), ("evil-api.example", "192.0.2.1"), ("x.example", "11.0.0.1"), ("x.example", "127.0.0.1"),
    ] {
      #expect(try refusal(host, address, rules)?.hasSuffix("is not in egress.allow") == true, "\(host) \(address)")
    }
  }

  @Test func aNameThatIsAllowedDoesNotLeadToMetadata() throws {
    #expect(try refusal("api.example", "169.254.169.254", rules(allow: ["api.example"])) != nil)
    #expect(try refusal("api.example", "169.254.169.254", rules(allow: ["0.0.0.0/0", "::/0"])) != nil)
  }

  /// A proxy leads anywhere: that it may be called says nothing of what is behind it.
  @Test func behindAProxyBothEndsHaveToBeAllowed() throws {
    let rules = rules(allow: ["127.0.0.0/8", "api.example", "proxy.example"])
    #expect(try refusal("API.example.", "127.0.0.1", rules, through: "127.0.0.1") == nil)
    #expect(try refusal("127.0.0.5", "192.0.2.1", rules, through: "Proxy.Example.") == nil)
    #expect(try refusal("8.8.8.8", "127.0.0.1", rules, through: "127.0.0.1") == "8.8.8.8 is not in egress.allow")
    #expect(try refusal("evil.example", "127.0.0.1", rules, through: "proxy.example") == "evil.example is not in egress.allow")
    let refused = try refusal("api.example", "192.0.2.1", rules, through: "other.example")
    #expect(refused == "the proxy other.example (192.0.2.1) is not in egress.allow")
  }

  @Test func aProxyIsDeniedAsOthersAre() throws {
    #expect(try refusal("x.example", "192.0.2.1", through: "proxy.example") == nil)
    #expect(try refusal("x.example", "192.0.2.1", rules(deny: ["proxy.example"]), through: "proxy.example") != nil)
    let hostDenied = try refusal("x.example", "192.0.2.1", rules(deny: ["x.example"]), through: "proxy.example")
    #expect(hostDenied == "x.example is denied by egress.deny")
    let linkLocal = rules(allow: ["169.254.0.0/16"])
    #expect(try refusal("metadata.google.internal", "169.254.1.1", linkLocal, through: "169.254.1.1") != nil)
  }

  @Test func whatIsDeniedByDefaultMayBeNamed() throws {
    #expect(try refusal("169.254.170.2", "169.254.170.2", rules(allow: ["169.254.170.2"])) == nil)
    #expect(try refusal("x", "169.254.170.2", rules(allow: ["169.254.0.0/16"])) == nil)
    #expect(try refusal("metadata.google.internal", "192.0.2.1", rules(allow: ["metadata.google.internal"])) == nil)
  }

  @Test func aDenialWins() throws {
    let rules = rules(allow: ["10.0.0.0/8", "api.example"], deny: ["10.0.0.5", "api.example", "127.0.0.0/8"])
    #expect(try refusal("x", "10.0.0.5", rules) == "x (10.0.0.5) is denied by egress.deny")
    #expect(try refusal("api.example", "10.0.0.6", rules) != nil)
    #expect(try refusal("localhost", "::ffff:127.0.0.1", rules) != nil)
    #expect(try refusal("10.0.0.6", "10.0.0.6", rules) == nil)
  }

  @Test(arguments: [
    "", "http://x.example", "x.example:80", "x.example/a", "10.0.0.0/33", "10.0.0.1/8", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "*.",
    "*.*.example", "a..b", "fe80::1%eth0", "::1::", "2001:db8::/129", "x y", "1:2:3:4:5:6:7:8:9", "10.0.0.0/-1",
  ])
  func whatIsNoPlaceIsNone(text: String) { #expect(EgressRules.Place(text) == nil) }

  @Test(arguments: ["10.0.0.0/8", "192.0.2.1", "fe80:0:0:0:0:0:0:0/10", "x.example", "*.x.example", "localhost", "0.0.0.0/0"])
  func aPlaceIsWrittenAsItIsRead(text: String) { #expect(EgressRules.Place(text)?.description == text) }
}
