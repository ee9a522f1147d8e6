/// A piece of code to look for; where it begins with a letter, it is not the end of a longer name.
struct Word: Sendable, Hashable, ExpressibleByStringLiteral {
  let text: String

  init(stringLiteral text: String) { self.text = text }

  func stands(in line: String) -> Bool {
    var rest = line[...]
    while let range = rest.firstRange(of: text) {
      if isWhole(before: line[..<range.lowerBound].last) { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  private func isWhole(before previous: Character?) -> Bool {
    guard let previous else { return true }
    let isName = previous.isLetter || previous.isNumber || previous == "_"
    // `.now()` alone is Dispatch's; `clock.now()` asks a seam.
    return text.hasPrefix(".") ? !isName && !")]?!".contains(previous) : !isName
  }
}
