/// How closely the client keeps to the OpenAPI document.
public enum JFrogMLDialect: Hashable, Sendable {
  /// Sends only what the document declares: nothing else is known of the servers.
  case document
  /// Also sends an `Idempotency-Key` with each POST, for servers, and gateways before them, that honour it.
  case server
}
