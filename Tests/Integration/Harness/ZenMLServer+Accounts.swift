import Foundation

/// Accounts of programs.
extension ZenMLServer {
  /// A service account of a test's own, which it may lock without taking anything else down.
  struct Account: Sendable {
    let id: String
    let apiKey: String
  }

  func createAccount(_ name: String) async throws -> Account {
    let account = try await post(Created.self, "/service_accounts", NewAccount(name: name))
    let key = try await post(NewKey.self, "/service_accounts/\(account.id)/api_keys", ["name": "key", "description": "a test's"])
    return Account(id: account.id, apiKey: key.body.key)
  }

  /// An inactive account's tokens are worth nothing at once.
  func setAccount(_ id: String, active: Bool) async throws {
    try await succeeded("PUT", "/service_accounts/\(id)", ["active": active])
  }

  private struct NewAccount: Encodable, Sendable {
    let name: String
    var description = "a test's"
    var active = true
  }

  private struct NewKey: Decodable, Sendable {
    struct Body: Decodable, Sendable { let key: String }
    let body: Body
  }
}
