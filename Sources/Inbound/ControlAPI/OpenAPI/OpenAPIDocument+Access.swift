import ControlMessages

extension OpenAPIDocument {
  static let accessOperations = [
    OperationText("GET", "/healthz", "getHealth", "Whether the daemon keeps its promise.", answers: "Health"),
    OperationText("GET", "/readyz", "getReadiness", "Whether it fires.", answers: "Health"),
    OperationText("GET", "/metrics", "getMetrics", "For Prometheus.", success: [200: ["text/plain": ["schema": ["type": "string"]]]]),
    OperationText(
      "POST", "/api/v1/sign-in-links", "makeSignInLink", "A link that signs somebody in to the page, once.", answers: "SignInLink",
      status: 201),
  ]

  static let accessSchemas: [String: DocumentValue] = [
    "Health": SchemaText.object("status: text, reasons: [text]"), "SignInLink": SchemaText.object("url: text, expires_in: whole"),
  ]
}
