/// How to prove who is asking. Its description and mirror hold no secret.
public enum ZenMLCredentials: Sendable, Equatable {
  /// `ZENKEY_…` of a service account; exchanged for an access token.
  case apiKey(String)
  case password(username: String, password: String)
  /// A personal access token, sent as it is.
  case token(String)

  /// Texts that must never be shown.
  package var secrets: [String] {
    switch self {
    case .apiKey(let key): [key]
    case .password(_, let password): [password]
    case .token(let token): [token]
    }
  }

  /// The form of `POST /login`; nil when there is nothing to log in with.
  func loginForm(_ dialect: ZenMLDialect) -> [(name: String, value: String)]? {
    switch self {
    // The document's login asks for a name and a password, and a key has no name.
    case .apiKey(let key): dialect == .server ? [("password", key)] : nil
    case .password(let username, let password): [("username", username), ("password", password)]
    case .token: nil
    }
  }

  /// What is sent as it is; nil when a login comes first.
  func bearer(_ dialect: ZenMLDialect) -> String? {
    switch self {
    case .apiKey(let key): dialect == .document ? key : nil
    case .password: nil
    case .token(let token): token
    }
  }
}

extension ZenMLCredentials: CustomStringConvertible, CustomReflectable {
  /// `API key`, `token` or `password of 'ann'`: no secret.
  public var description: String {
    switch self {
    case .apiKey: "API key"
    case .password(let username, _): "password of '\(username)'"
    case .token: "token"
    }
  }

  /// What ``description`` says.
  public var customMirror: Mirror { Mirror(self, children: ["kind": description]) }
}
