import HTTP
import Values

/// What the body of an answer says about a refusal, in any of the shapes that ZenML and its deployments use:
/// `{"detail": ["ValueError", "…"]}`, `["ValueError", "…"]`, `{"detail": "…"}`, `{"error": "…"}`, and FastAPI's
/// `{"detail": [{"loc": ["body", "parameters"], "msg": "…"}]}`.
package struct ErrorBody: Equatable {
  /// The server's exception class, where it names one.
  package var errorClass: String?
  package var text: String

  /// Nil when the body says nothing that a person could read.
  package init?(_ response: HTTPResponse) {
    if let value = try? JSONReader.value(of: response.body) {
      self.init(value)
    } else if !response.looksLikeHTML, let text = String(validating: response.body, as: UTF8.self), !text.isEmpty {
      self.init(errorClass: nil, text: text)
    } else {
      return nil
    }
  }

  private init(errorClass: String?, text: String) {
    self.errorClass = errorClass
    self.text = text
  }

  private init?(_ value: JSONValue) {
    let said = value["detail"] ?? value["error"] ?? value
    if let text = said.stringValue {
      self.init(errorClass: nil, text: text)
    } else if let items = said.arrayValue {
      self.init(items)
    } else {
      return nil
    }
  }

  private init?(_ items: [JSONValue]) {
    let texts = items.compactMap(\.stringValue)
    if texts.count == items.count, texts.count >= 2 {
      self.init(errorClass: texts[0], text: texts.dropFirst().joined(separator: " "))
    } else {
      let problems = (texts + items.compactMap(Self.validationProblem))
      guard !problems.isEmpty else { return nil }
      self.init(errorClass: nil, text: problems.joined(separator: "; "))
    }
  }

  /// `parameters.nope: Extra inputs are not permitted`.
  private static func validationProblem(_ item: JSONValue) -> String? {
    guard let message = item["msg"]?.stringValue else { return nil }
    let place = (item["loc"]?.arrayValue ?? []).compactMap(\.stringValue).drop { $0 == "body" }.joined(separator: ".")
    return place.isEmpty ? message : "\(place): \(message)"
  }
}
