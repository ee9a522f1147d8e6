/// Rows under a header, columns as wide as their widest cell, two blanks between them, nothing after the last cell.
struct TextTable {
  private let header: [String]
  private let rows: [[String]]

  init(_ header: [String], _ rows: [[String]]) {
    for row in rows { precondition(row.count == header.count, "\(row.count) cells under \(header.count) headings") }
    self.header = header
    self.rows = rows.map { $0.map(\.printable) }
  }

  /// One line for the header and one for each row, each ended by a newline.
  ///
  /// A column that is empty in every row is left out.
  var text: String {
    let used = header.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    return ([header] + rows).map { Self.line($0, used, widths) }.joined()
  }

  private static func line(_ cells: [String], _ columns: [Int], _ widths: [Int]) -> String {
    var line = ""
    var owedBlanks = 0
    for column in columns {
      if !cells[column].isEmpty {
        line += String(repeating: " ", count: owedBlanks) + cells[column]
        owedBlanks = 0
      }
      owedBlanks += widths[column] - cells[column].count + 2
    }
    return line + "\n"
  }
}

/// Labels and values under each other, the values aligned; a field without a value is left out.
struct FieldList {
  private var fields: [(label: String, value: String)] = []

  mutating func add(_ label: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    fields.append((label, value.printable))
  }

  /// One line for each field, each ended by a newline.
  var text: String {
    let width = fields.map(\.label.count).max() ?? 0
    return fields.map { label, value in
      label + String(repeating: " ", count: width - label.count + 2) + value + "\n"
    }.joined()
  }
}
