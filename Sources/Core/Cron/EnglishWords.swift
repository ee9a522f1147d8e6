/// The words of explanations and messages.
enum EnglishWords {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]
  static let ordinals = ["first", "second", "third", "fourth", "fifth"]
  private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// - Parameter day: 0...7; both ends are Sunday.
  static func weekday(_ day: Int) -> String { weekdays[day % 7] }

  /// `1`, `1 and 2`, `1, 2 and 3`.
  static func list(_ words: [String], conjunction: String = "and") -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + words[words.count - 1]
  }

  /// `0, 7, ... 56`: the first two and the last one of many.
  static func series(_ values: [Int]) -> String {
    guard values.count > 5 else { return list(values.map(String.init)) }
    return "\(values[0]), \(values[1]), ... \(values[values.count - 1])"
  }

  /// `1 minute`, `5 minutes`.
  static func count(_ count: Int, _ unit: String) -> String {
    count == 1 ? "1 \(unit)" : "\(count) \(unit)s"
  }

  static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
