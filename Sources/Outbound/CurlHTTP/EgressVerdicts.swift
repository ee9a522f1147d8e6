import HTTP

/// What egress rules have said: each request on a kept connection asks the same. Not safe to share: used on the queue only.
final class EgressVerdicts {
  private struct Question: Hashable {
    let host: String
    let address: String
  }

  private var rules: EgressRules?
  /// `.some(nil)`: allowed.
  private var verdicts: [Question: String?] = [:]
  private static let countLimit = 1000

  /// Why a connection must not be made, in words; nil when it may, and for what is no address.
  func refusal(by rules: EgressRules, of host: String, at address: String) -> String? {
    if rules != self.rules || verdicts.count >= Self.countLimit { (self.rules, verdicts) = (rules, [:]) }
    let question = Question(host: host, address: address)
    if let verdict = verdicts[question] { return verdict }
    let verdict = IPAddress(address).flatMap { rules.refusal(of: host, at: $0) }
    verdicts[question] = .some(verdict)
    return verdict
  }
}
