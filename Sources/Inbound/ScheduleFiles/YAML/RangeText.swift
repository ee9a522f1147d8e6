/// A whole number, or two with a dash between them: `204`, `200-299`.
enum RangeText {
  /// Nil when the text is no range, or not within `bounds`.
  static func range(_ text: String, in bounds: ClosedRange<Int>) -> ClosedRange<Int>? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let lower = parts.first ?? nil, let upper = parts.last ?? nil, lower <= upper else { return nil }
    return bounds.contains(lower) && bounds.contains(upper) ? lower...upper : nil
  }
}
