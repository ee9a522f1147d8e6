import CivilTime
import Foundation
import Scheduling

/// One record as `get` shows it: everything that is known, a line for each field.
struct RecordText {
  let json: JSONValue
  let moments: Moments
  /// Columns of the terminal; nil: nothing is cut.
  let width: Int?

  var text: String {
    let fields = RecordFields(json).all.filter(says).map { (label: $0.key.replacing("_", with: " "), value: words($0.value)) }
    let shown = fields.filter { !$0.value.isEmpty }
    let room = width.map { max(1, $0 - (shown.map(\.label.count).max() ?? 0) - 2) }
    var list = FieldList()
    for field in shown { list.add(field.label, room.map { field.value.cut(to: $0) } ?? field.value) }
    return list.text
  }

  /// Every record of ZenML says whether it could be read: worth a line only when it could not.
  private func says(_ field: (key: String, value: JSONValue)) -> Bool {
    field.key != "permission_denied" || field.value != .bool(false)
  }

  /// Empty for what says nothing.
  private func words(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .bool(let flag): flag ? "yes" : "no"
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .string(let text): time(text) ?? text.onOneLine
    case .array(let items): items.contains(where: \.isComposed) ? list(items) : items.map(words).joined(separator: ", ")
    case .object(let members): reference(members) ?? (members.isEmpty ? "" : compact(value))
    }
  }

  /// Records by their names, other things as JSON.
  private func list(_ items: [JSONValue]) -> String {
    let names = items.compactMap { $0["id"] == nil ? nil : $0["name"]?.stringValue }
    return names.count == items.count ? names.joined(separator: ", ") : compact(.array(items))
  }

  /// `default (6c188f67-…)` for another record.
  private func reference(_ members: [String: JSONValue]) -> String? {
    guard let id = members["id"]?.stringValue else { return nil }
    return members["name"]?.stringValue.map { "\($0) (\(id))" } ?? id
  }

  /// Nil for what is no time of day: a year alone, a number.
  private func time(_ text: String) -> String? {
    guard text.contains("T"), (try? Instant(iso8601: text)) != nil else { return nil }
    return moments.moment(text)
  }

  /// What is longer is for `--json`.
  private static let longestJSON = 400

  private func compact(_ value: JSONValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self).cut(to: Self.longestJSON) } ?? ""
  }
}

extension JSONValue {
  /// True for lists and objects.
  fileprivate var isComposed: Bool {
    switch self {
    case .array, .object: true
    case .null, .bool, .integer, .number, .string: false
    }
  }
}

extension String {
  /// The words, without the line breaks between them.
  fileprivate var onOneLine: String {
    split(separator: "\n", omittingEmptySubsequences: true).joined(separator: " ")
  }
}
