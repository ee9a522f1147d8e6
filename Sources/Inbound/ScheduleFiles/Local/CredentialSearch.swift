import Scheduling

/// Finds credentials that are written out where a reference belongs.
enum CredentialSearch {
  private static let endings = ["authorization", "cookie", "password", "passwd", "secret", "token", "key"]

  static func problems(in trigger: Trigger) -> [LocalDefinitionError.Problem] {
    let path = trigger.chain == nil ? "trigger" : "trigger.trigger"
    switch trigger.action {
    case .http(let http):
      return search(http.headers, "\(path).headers") + search(http.query ?? [:], "\(path).query") + search(http.form ?? [:], "\(path).form")
    case .command(let command): return search(command.env, "\(path).env")
    default: return []
    }
  }

  private static func search(_ values: [String: String], _ path: String) -> [LocalDefinitionError.Problem] {
    values.sorted { $0.key < $1.key }.filter { isOfCredential($0.key) && !hasReference($0.value) }.map { entry in
      .init(
        "\(path).\(MappingReader.shown(entry.key))",
        "a local schedule is stored as it is sent: refer to the credential, with {{secret:NAME.KEY}} of the ZenML server or, as admin, {{env:NAME}}, {{file:PATH}}, {{credential:NAME}}"
      )
    }
  }

  /// By how it ends, in words of its own or not: `X-Api-Key`, `ACCESS_TOKEN`, `PGPASSWORD`.
  private static func isOfCredential(_ name: String) -> Bool {
    let name = name.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }

  private static func hasReference(_ value: String) -> Bool {
    (try? Template(parsing: value))?.parts.contains { $0.isSecret } ?? false
  }
}
