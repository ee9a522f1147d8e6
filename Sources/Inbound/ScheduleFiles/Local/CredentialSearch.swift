import Scheduling

/// Finds credentials that are written out where a reference belongs.
enum CredentialSearch {
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
    values.sorted { $0.key < $1.key }.filter { CredentialName.isOne($0.key) && !hasReference($0.value) }.map { entry in
      .init(
        "\(path).\(MappingReader.shown(entry.key))",
        "a local schedule is stored as it is sent: refer to the credential, with {{secret:NAME.KEY}} of the ZenML server or, as admin, {{env:NAME}}, {{file:PATH}}, {{credential:NAME}}"
      )
    }
  }

  private static func hasReference(_ value: String) -> Bool {
    (try? Template(parsing: value))?.parts.contains { $0.isSecret } ?? false
  }
}
