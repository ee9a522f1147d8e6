import ControlMessages
import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
  /// The body's fields, where it is a form (`application/x-www-form-urlencoded`); none where it is not. `BodyLimit` bounds it.
  func form() async throws -> FormFields {
    let type = headers[.contentType]?.split(separator: ";").first?.lowercased()
    guard type == "application/x-www-form-urlencoded" else { return FormFields("") }
    return FormFields(String(buffer: try await body.collect(upTo: .max)))
  }
}

/// The fields of a form; of a name that occurs twice, the first.
package struct FormFields: Sendable {
  private let values: [String: String]

  package init(_ text: String) {
    let pairs = text.split(separator: "&").compactMap { pair -> (String, String)? in
      let sides = pair.replacing("+", with: " ").split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decoded(sides[0]), let value = PercentCoding.decoded(sides.dropFirst().first ?? "") else {
        return nil
      }
      return (name, value)
    }
    values = Dictionary(pairs) { first, _ in first }
  }

  /// Nil when it is missing or empty.
  package subscript(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
