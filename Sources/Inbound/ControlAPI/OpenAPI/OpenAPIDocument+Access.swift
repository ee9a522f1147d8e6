import ControlMessages

extension OpenAPIDocument {
  static let accessOperations = [
    OperationText("GET", "/healthz", "getHealth", "Whether the daemon keeps its promise.", answers: "Health"),
    OperationText("GET", "/readyz", "getReadiness", "Whether it fires.", answers: "Health"),
    OperationText("GET", "/metrics", "getMetrics", "For Prometheus.", success: [200: ["text/plain": ["schema": ["type": "string"]]]]),
    OperationText("POST", "/api/v1/login", "login", "A key, or a user and password, for a token that is soon over.", answers: "Token")
      .sendingForm("username~: text, password: text"),
    OperationText("GET", "/api/v1/keys", "listKeys", "The keys, without what is secret.", answers: "KeyList"),
    OperationText("POST", "/api/v1/keys", "createKey", "A key, shown this once.", answers: "NewKey", status: 201).sending("KeyRequest"),
    OperationText("POST", "/api/v1/keys/{key}/rotate", "rotateKey", "Another key of that name.", answers: "NewKey", status: 201)
      .sending("KeyRotation"),
    OperationText("POST", "/api/v1/keys/{key}/revoke", "revokeKey", "Ends it at once.", answers: "KeyList"),
    OperationText(
      "POST", "/api/v1/sign-in-links", "makeSignInLink", "A link that signs somebody in to the page, once.", answers: "SignInLink",
      status: 201),
  ]

  static let accessSchemas: [String: DocumentValue] = [
    "Health": SchemaText.object("status: text, reasons: [text]"), "SignInLink": SchemaText.object("url: text, expires_in: whole"),
    "Token": SchemaText.object("access_token: text, token_type: text, expires_in: whole"),
    "Role": ["type": "string", "enum": .list(Role.allCases.map { .text($0.rawValue) })],
    "Key": SchemaText.object(
      "id: text, name: text, role: Role, state: text, created: time, expires: time?, revoked: time?, last_used: time?"),
    "KeyList": SchemaText.object("items: [Key]"), "NewKey": SchemaText.object("key: text, item: Key"),
    "KeyRequest": SchemaText.object("name: text, role: Role, expires_in~: whole?"), "KeyRotation": SchemaText.object("grace: Grace"),
    "Grace": ["type": "integer", "minimum": 0, "maximum": .number(KeyRing.secondsLimit)],
  ]
}

extension OperationText {
  fileprivate func sendingForm(_ fields: String) -> OperationText {
    var copy = self
    copy.body = ["application/x-www-form-urlencoded": ["schema": SchemaText.object(fields)]]
    return copy
  }
}
