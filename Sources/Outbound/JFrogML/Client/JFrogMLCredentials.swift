import Foundation
import HTTP

/// How to prove who is asking: the two security schemes of the document. Its description and mirror hold no secret.
public enum JFrogMLCredentials: Hashable, Sendable {
  /// An access token, sent as `Bearer`.
  case token(String)
  case basic(username: String, password: String)

  /// The header that carries them.
  public var authorization: HTTPHeader {
    switch self {
    case .token(let token): HTTPHeader("Authorization", "Bearer \(token)")
    case .basic: HTTPHeader("Authorization", "Basic \(encodedPair)")
    }
  }

  /// Texts that must never be shown.
  package var secrets: [String] {
    switch self {
    case .token(let token): [token]
    // The longer text first: it may hold the shorter one.
    case .basic(_, let password): [encodedPair, password]
    }
  }

  /// RFC 7617; empty for a token.
  private var encodedPair: String {
    guard case .basic(let username, let password) = self else { return "" }
    return Data("\(username):\(password)".utf8).base64EncodedString()
  }
}

extension JFrogMLCredentials: CustomStringConvertible, CustomReflectable {
  public var description: String {
    switch self {
    case .token: "token"
    case .basic(let username, _): "password of '\(username)'"
    }
  }

  public var customMirror: Mirror { Mirror(self, children: ["kind": description]) }
}
