extension JSONValue {
  /// This binding with `policy.misfire`, where it leaves that out: a binding has no place for `catchup`, in which records and files
  /// say the same.
  package func statingMisfire(_ misfire: Policy.Misfire) -> JSONValue {
    guard case .object(var members) = self else { return self }
    var policy: [String: JSONValue] = [:]
    switch members["policy"] {
    case nil, .null: break
    case .object(let stated): policy = stated
    default: return self
    }
    switch policy["misfire"] {
    case nil, .null: policy["misfire"] = .string(misfire.rawValue)
    default: return self
    }
    members["policy"] = .object(policy)
    return .object(members)
  }
}
