/// A table that fits the terminal: times become distances first, then the columns that give way are cut, then those that can be spared are
/// left out, then the widest are cut, with … for what is missing. Where even that is too wide, the columns that give way are left out
/// before.
struct FittedTable {
  let header: [String]
  let rows: [[TableCell]]
  let moments: Moments
  /// Columns of the terminal; nil when nobody looks at one: then nothing is cut.
  let width: Int?
  var palette = Palette.plain
  /// Columns that are cut before others, the first one first. Nil: the last one, where the id stands, of which the beginning is enough.
  var yielding: [Int]?
  /// Columns that are left out before others are cut.
  var sparing: [Int] = []

  /// A column is not cut below this: the first block of an id, and a mark.
  private static let leastWidth = 9
  private static let gap = 2

  var text: String {
    let full = cells(isShort: false)
    guard let width, Self.width(of: widths(full)) > width else { return table(full) }
    let short = cells(isShort: true)
    let columns = narrowed(widths(short), to: width)
    return table(short.map { row in zip(row, columns).map { $0.cut(to: $1) } })
  }

  private func table(_ cells: [[String]]) -> String {
    TextTable(header, printable: cells, tones: palette.isColoured ? rows.map { $0.map(\.tone) } : [], palette: palette).text
  }

  private func cells(isShort: Bool) -> [[String]] {
    rows.map { $0.map { $0.text(moments, isShort: isShort).printable } }
  }

  /// 0 for a column that is empty everywhere: it is left out.
  private func widths(_ rows: [[String]]) -> [Int] {
    header.indices.map { column in
      let widest = rows.map { $0[column].columns }.max() ?? 0
      return widest == 0 ? 0 : max(widest, header[column].columns)
    }
  }

  private static func width(of columns: [Int]) -> Int {
    let used = columns.filter { $0 > 0 }
    return used.reduce(0, +) + gap * max(0, used.count - 1)
  }

  private func least(_ column: Int) -> Int { max(Self.leastWidth, header[column].columns) }

  private func narrowed(_ widths: [Int], to width: Int) -> [Int] {
    var widths = widths
    for column in yielding ?? [widths.count - 1] {
      let excess = max(0, Self.width(of: widths) - width)
      if widths[column] > least(column) { widths[column] = max(least(column), widths[column] - excess) }
    }
    for column in sparing where Self.width(of: widths) > width { widths[column] = 0 }
    for column in yielding ?? [] where Self.width(of: widths.indices.map { min(widths[$0], least($0)) }) > width { widths[column] = 0 }
    while Self.width(of: widths) > width {
      let candidates = widths.indices.filter { widths[$0] > least($0) }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }
}

extension String {
  /// At most `width` characters, the last of them … when something is missing.
  func cut(to width: Int) -> String {
    if width == 0 { return "" }
    return columns <= width ? self : "\(prefix(max(0, width - 1)))…"
  }

  /// How many characters a terminal shows for it; quick for what is plain.
  var columns: Int { utf8.allSatisfy { $0 < 0x80 } ? utf8.count : count }
}
