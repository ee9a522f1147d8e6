import ControlMessages

/// The parameters of a list, from the same fields that requests are read with.
enum ListParameters {
  static func of(_ fields: [ListField], words: [String: [String]] = [:]) -> [DocumentValue] {
    paging + [.query("sort_by", "A field, with asc: or desc: in front.", ["type": "string", "enum": .list(orders(fields))])]
      + fields.map { field in
        .query(field.name, description(field), schema(field, words[field.name]))
      }
  }

  private static let size: DocumentValue = [
    "type": "integer", "minimum": .number(ListQuery.sizes.lowerBound), "maximum": .number(ListQuery.sizes.upperBound),
    "default": .number(ListQuery.sizeStandard),
  ]

  private static let paging: [DocumentValue] = [
    .query("page", "From 1; one behind the last page is refused.", ["type": "integer", "minimum": 1, "default": 1]),
    .query("size", "How many items a page has at most.", size), .query("limit", "The same as size.", size),
    .query("logical_operator", "Whether all filters have to match, or one is enough.", ["type": "string", "enum": ["and", "or"]]),
    .query("project", "A project of the ZenML server, by name or id; of an unknown one the page is empty.", ["type": "string"]),
    .query("hydrate", complete, flag), .query("include_full_metadata", complete, flag),
  ]

  private static let complete = "Accepted for clients of a ZenML server; items are always complete."
  private static let flag: DocumentValue = ["type": "string", "enum": ["true", "false", "True", "False"]]

  private static func orders(_ fields: [ListField]) -> [DocumentValue] {
    fields.filter(\.isOrder).flatMap { field in ["", "asc:", "desc:"].map { .text($0 + field.name) } }
  }

  private static func description(_ field: ListField) -> String {
    "Only with such a value, or OPERATION:VALUE with \(field.operations.map(\.rawValue).joined(separator: ", "))."
  }

  private static func schema(_ field: ListField, _ words: [String]?) -> DocumentValue {
    switch field.kind {
    case .flag: ["type": "string", "enum": ["true", "false", "True", "False", "equals:true", "equals:false"]]
    case .instant: ["type": "string", "pattern": .text(instant)]
    case .text, .word, .reference:
      if let words { ["type": "string", "pattern": .text(among(words))] } else { ["type": "string", "pattern": .text(anything(field))] }
    }
  }

  /// What a filter by time takes: a date alone, with the time of a ZenML server behind a space, or with one of ISO 8601 behind a T. The
  /// plus sign of an offset may have become a space on its way. Years with a sign are taken too; nobody is told to write them.
  static let instant =
    "^(equals:|notequals:|gte:|gt:|lte:|lt:)?\(date)( \(time)|[Tt]\(time)([Zz]|[+-]\(offset))?|T\(time) \(offset))?$"

  /// As long as its month is, and with the 29th of February in leap years.
  private static let date =
    "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    + "|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)"
  private static let time = "\(hour):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?"
  private static let offset = "\(hour)(:?[0-5][0-9])?"
  private static let hour = "([01][0-9]|2[0-3])"

  /// What begins with an operation that the field lacks is refused.
  private static func anything(_ field: ListField) -> String {
    let others = FieldFilter.Operation.allCases.filter { !field.operations.contains($0) || $0 == .oneof }.map(\.rawValue)
    return "^(?!(?:\(others.joined(separator: "|"))):)|^oneof:\\[(\"[a-z0-9_-]*\"(,\"[a-z0-9_-]*\")*)?\\]$"
  }

  private static func among(_ words: [String]) -> String {
    let one = "(\(words.joined(separator: "|")))"
    let operations = words == [ListWords.id] ? "equals:" : "equals:|notequals:"
    return "^(\(operations))?\(one)$|^oneof:\\[\"\(one)\"(,\"\(one)\")*\\]$"
  }
}

/// The words that fields of runs have; anything else is refused.
enum ListWords {
  static let id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

  static let runs: [String: [String]] = [
    "id": [id], "kind": RunWords.kinds, "outcome": RunWords.outcomes, "status": ZenMLStatus.allCases.map(\.rawValue),
  ]
}
