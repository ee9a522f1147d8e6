import Scheduling

/// One step of a run, for the message that a failed run itself does not carry.
package struct ZenMLStep: Sendable, Equatable {
  package let name: String
  package let runID: Identifier?
  package let status: ZenMLRunStatus
  /// `ValueError: the trainer was asked to fail`.
  package let exceptionMessage: String?
}

extension ZenMLStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    name = try entity.required("name")
    runID = try entity.value("pipeline_run_id")
    status = ZenMLRunStatus(rawValue: try entity.required("status"))
    let exception = try? entity.entity("exception_info")
    let kind: String? = try exception?.value("source").map { (source: String) in Self.lastName(source) }
    let message: String? = try exception?.value("message")
    let words = [kind, message].compactMap(\.self).joined(separator: ": ")
    exceptionMessage = words.isEmpty ? nil : words
  }

  /// `builtins.ValueError` is `ValueError`.
  private static func lastName(_ source: String) -> String {
    source.split(separator: ".").last.map(String.init) ?? source
  }
}
