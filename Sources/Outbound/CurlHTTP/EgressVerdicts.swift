import HTTP

/// What egress rules have said: each request on a kept connection asks the same. Not safe to share: used on the queue only.
final class EgressVerdicts {
  private struct Question: Hashable {
    let host: String
    let address: String
    let proxy: String?
  }

  let proxies = EnvironmentProxies()
  private var rules: EgressRules?
  /// `.some(nil)`: allowed.
  private var verdicts: [Question: String?] = [:]
  private static let countLimit = 1000

  /// Why a connection must not be made, in words; nil when it may, and for what is no address.
  /// - Parameter proxy: the host of the proxy that is at `address`; nil when `host` itself is.
  func refusal(by rules: EgressRules, of host: String, at address: String, through proxy: String?) -> String? {
    if rules != self.rules || verdicts.count >= Self.countLimit { (self.rules, verdicts) = (rules, [:]) }
    let question = Question(host: host, address: address, proxy: proxy)
    if let verdict = verdicts[question] { return verdict }
    let verdict = IPAddress(address).flatMap { rules.refusal(of: host, at: $0, through: proxy) }
    verdicts[question] = .some(verdict)
    return verdict
  }
}
