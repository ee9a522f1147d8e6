/// Rows under a header, columns as wide as their widest cell, two blanks between them, nothing after the last cell.
struct TextTable {
  private let header: [String]
  private let rows: [[String]]
  /// As `rows`; empty when nothing is coloured.
  private let tones: [[Palette.Tone?]]
  private let palette: Palette

  init(_ header: [String], _ rows: [[String]], tones: [[Palette.Tone?]] = [], palette: Palette = .plain) {
    self.init(header, printable: rows.map { $0.map(\.printable) }, tones: tones, palette: palette)
  }

  /// - Parameter rows: cells that have gone through `printable` already.
  init(_ header: [String], printable rows: [[String]], tones: [[Palette.Tone?]], palette: Palette) {
    for row in rows { precondition(row.count == header.count, "\(row.count) cells under \(header.count) headings") }
    self.header = header
    self.rows = rows
    self.tones = tones
    self.palette = palette
  }

  /// One line for the header and one for each row, each ended by a newline.
  ///
  /// A column that is empty in every row is left out.
  var text: String {
    let used = header.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    let widths = header.indices.map { column in max(header[column].columns, rows.lazy.map { $0[column].columns }.max() ?? 0) }
    let headings = line(header, used, widths) { _ in .heading }
    return headings + rows.indices.map { row in line(rows[row], used, widths) { tones.isEmpty ? nil : tones[row][$0] } }.joined()
  }

  private func line(_ cells: [String], _ columns: [Int], _ widths: [Int], tone: (Int) -> Palette.Tone?) -> String {
    var line = ""
    var owedBlanks = 0
    for column in columns {
      if !cells[column].isEmpty {
        line += String(repeating: " ", count: owedBlanks) + palette.paint(cells[column], tone(column))
        owedBlanks = 0
      }
      owedBlanks += widths[column] - cells[column].columns + 2
    }
    return line + "\n"
  }
}
