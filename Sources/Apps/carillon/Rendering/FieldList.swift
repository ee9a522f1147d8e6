/// Labels and values under each other, the values aligned; a field without a value is left out.
struct FieldList {
  private var fields: [(label: String, value: String, tone: Palette.Tone?)] = []

  mutating func add(_ label: String, _ value: String?, _ tone: Palette.Tone? = nil) {
    guard let value, !value.isEmpty else { return }
    fields.append((label, value.printable, tone))
  }

  /// One line for each field, each ended by a newline.
  var text: String { text(on: .paper) }

  /// The same; what is too long for the screen goes on under itself.
  func text(on screen: Screen) -> String {
    let width = fields.map(\.label.count).max() ?? 0
    let margin = String(repeating: " ", count: width + Self.gap)
    let room = screen.width.map { $0 - width - Self.gap }
    return fields.map { label, value, tone in
      let lines = room.map { value.wrapped(to: $0) } ?? [value]
      let blanks = String(repeating: " ", count: width - label.count + Self.gap)
      return screen.palette.paint(label, .quiet) + blanks
        + lines.map { screen.palette.paint($0, tone) + "\n" }.joined(separator: margin)
    }.joined()
  }

  private static let gap = 2
}

extension String {
  /// On a screen that is narrower than this, lines are as long as they are: nothing could be read otherwise.
  private static let leastRoom = 20

  /// Lines of at most `width` characters, broken at blanks; a longer word stands alone and whole, so that it can be copied.
  func wrapped(to width: Int) -> [String] {
    guard width >= Self.leastRoom, columns > width else { return [self] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.columns + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? "" : " "
      line += word
    }
    return lines + [line]
  }
}
