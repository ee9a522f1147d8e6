/// A place in a text.
package struct Place: Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// From 1, in unicode scalars, as libyaml counts them.
  package var column: Int
  /// How many scalars are meant, from `column` on; at least 1.
  package var length: Int

  package init(line: Int, column: Int, length: Int = 1) {
    precondition(line > 0 && column > 0 && length > 0, "line \(line), column \(column), length \(length) is no place")
    self.line = line
    self.column = column
    self.length = length
  }

  static let start = Place(line: 1, column: 1)
}

extension Place: Comparable {
  package static func < (earlier: Place, later: Place) -> Bool {
    (earlier.line, earlier.column, earlier.length) < (later.line, later.column, later.length)
  }
}
