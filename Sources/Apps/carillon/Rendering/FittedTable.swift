/// A table that fits the terminal: times become distances first, then the id is cut, then the widest columns, with … for what is
/// missing.
struct FittedTable {
  let header: [String]
  let rows: [[TableCell]]
  let moments: Moments
  /// Columns of the terminal; nil when nobody looks at one: then nothing is cut.
  let width: Int?

  /// A column is not cut below this: the first block of an id, and a mark.
  private static let leastWidth = 9
  private static let gap = 2

  var text: String {
    let full = cells(isShort: false)
    guard let width, Self.width(of: widths(full)) > width else { return TextTable(header, full).text }
    let short = cells(isShort: true)
    let columns = narrowed(widths(short), to: width)
    return TextTable(header, short.map { row in zip(row, columns).map { $0.cut(to: $1) } }).text
  }

  private func cells(isShort: Bool) -> [[String]] {
    rows.map { $0.map { $0.text(moments, isShort: isShort).printable } }
  }

  /// 0 for a column that is empty everywhere: it is left out.
  private func widths(_ rows: [[String]]) -> [Int] {
    header.indices.map { column in
      let widest = rows.map { $0[column].count }.max() ?? 0
      return widest == 0 ? 0 : max(widest, header[column].count)
    }
  }

  private static func width(of columns: [Int]) -> Int {
    let used = columns.filter { $0 > 0 }
    return used.reduce(0, +) + gap * max(0, used.count - 1)
  }

  /// The id, in the last column, gives way first: its beginning is enough to name a record.
  private func narrowed(_ widths: [Int], to width: Int) -> [Int] {
    var widths = widths
    while Self.width(of: widths) > width {
      let candidates = widths.indices.filter { widths[$0] > max(Self.leastWidth, header[$0].count) }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      let id = widths.count - 1
      widths[candidates.contains(id) ? id : widest] -= 1
    }
    return widths
  }
}

extension String {
  /// At most `width` characters, the last of them … when something is missing.
  func cut(to width: Int) -> String { count <= width ? self : "\(prefix(max(0, width - 1)))…" }
}
