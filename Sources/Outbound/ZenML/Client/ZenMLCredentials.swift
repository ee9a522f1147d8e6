/// How to prove who is asking. Its description and mirror hold no secret.
package enum ZenMLCredentials: Sendable, Equatable {
  /// `ZENKEY_…` of a service account; exchanged for an access token.
  case apiKey(String)
  case password(username: String, password: String)
  /// A personal access token, sent as it is.
  case token(String)

  /// Texts that must never be shown.
  var secrets: [String] {
    switch self {
    case .apiKey(let key): [key]
    case .password(_, let password): [password]
    case .token(let token): [token]
    }
  }

  /// The form of `POST /login`; nil when there is nothing to log in with.
  var loginForm: [(name: String, value: String)]? {
    switch self {
    case .apiKey(let key): [("password", key)]
    case .password(let username, let password): [("username", username), ("password", password)]
    case .token: nil
    }
  }
}

extension ZenMLCredentials: CustomStringConvertible, CustomReflectable {
  package var description: String {
    switch self {
    case .apiKey: "API key"
    case .password(let username, _): "password of '\(username)'"
    case .token: "token"
    }
  }

  package var customMirror: Mirror { Mirror(self, children: ["kind": description]) }
}
