import Foundation
import FoundationNetworking
import TestSupport

/// A real ZenML server's REST API, as an administrator uses it.
struct ZenMLServer: Sendable {
  let facts: ZenMLFacts
  private let session: URLSession
  private let token: String

  init(facts: ZenMLFacts) async throws {
    self.facts = facts
    let configuration = URLSessionConfiguration.ephemeral
    // The server would take a cookie of the login for more than the header.
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    session = URLSession(configuration: configuration)
    token = try await Self.login(["username": facts.username, "password": facts.password], at: facts.url, session)
  }

  /// An access token for these credentials.
  func accessToken(apiKey: String) async throws -> String {
    try await Self.login(["password": apiKey], at: facts.url, session)
  }

  private static func login(_ form: [String: String], at url: String, _ session: URLSession) async throws -> String {
    var request = URLRequest(url: URL(string: "\(url)/api/v1/login")!)
    request.httpMethod = "POST"
    request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(form.map { "\($0)=\($1)" }.joined(separator: "&").utf8)
    let answer = try await send(request, session)
    return try decode(AccessToken.self, answer.body).accessToken
  }

  private struct AccessToken: Decodable { let accessToken: String }

  // MARK: Requests

  struct Answer: Sendable {
    let status: Int
    let body: Data
  }

  /// An answer of whatever status.
  func answer(_ method: String, _ path: String, _ body: (some Encodable & Sendable)? = nil as Int?) async throws -> Answer {
    var request = URLRequest(url: URL(string: "\(facts.url)/api/v1\(path)")!)
    request.httpMethod = method
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    if let body {
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      request.httpBody = try JSONEncoder().encode(body)
    }
    return try await Self.send(request, session)
  }

  func get<Value: Decodable>(_ type: Value.Type, _ path: String) async throws -> Value {
    try Self.decode(type, try await succeeded("GET", path, nil as Int?))
  }

  func post<Value: Decodable>(_ type: Value.Type, _ path: String, _ body: some Encodable & Sendable) async throws -> Value {
    try Self.decode(type, try await succeeded("POST", path, body))
  }

  @discardableResult
  func succeeded(_ method: String, _ path: String, _ body: (some Encodable & Sendable)?) async throws -> Data {
    let answer = try await answer(method, path, body)
    guard (200..<300).contains(answer.status) else {
      throw UnexpectedAnswer(
        description: "\(method) \(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self).prefix(500))")
    }
    return answer.body
  }

  private static func send(_ request: URLRequest, _ session: URLSession) async throws -> Answer {
    let (body, response) = try await session.data(for: request)
    return Answer(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: body)
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ body: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: body)
  }
}
