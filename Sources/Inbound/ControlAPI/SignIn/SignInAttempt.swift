import ControlMessages

/// What somebody shows to sign in.
package enum SignInAttempt: Sendable {
  case key(String)
  case password(username: String, password: String)
  /// A form that was not filled in.
  case nothing

  /// A key may also stand in the place of the password, as clients of ZenML send it.
  init(_ form: FormFields) {
    if let key = form["key"] {
      self = .key(key)
    } else if let password = form["password"] {
      self = .password(username: form["username"] ?? "", password: password)
    } else {
      self = .nothing
    }
  }
}

/// What came of it.
package enum SignInResult: Sendable {
  /// - `life`: how long what was shown is good for, where that is known.
  case admitted(Caller, Voucher, life: Duration?)
  case refused(SignInRefusal)
}

package enum SignInRefusal: Sendable {
  /// Unknown, wrong, expired or revoked: the same for all.
  case wrong
  case tooManyFailures
  /// Nobody can tell now.
  case serverAway

  var sentence: String {
    switch self {
    case .wrong: "That key, or that user and password, is not one that may sign in."
    case .tooManyFailures: "There were too many failed tries from your address, or too many are under way. Wait a minute."
    case .serverAway: "The ZenML server, which knows its users, does not answer. Sign in with a key, or try again later."
    }
  }

  var code: ControlProblem.Code {
    switch self {
    case .wrong: .unauthorized
    case .tooManyFailures: .tooManyRequests
    case .serverAway: .unavailable
    }
  }
}
