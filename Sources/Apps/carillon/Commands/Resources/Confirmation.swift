import Glibc

/// Asks the person at the terminal.
enum Confirmation {
  private static let standardInput: Int32 = 0

  static var isPossible: Bool { isatty(standardInput) == 1 && errorsAreOnATerminal }

  /// True for y or yes; everything else means no.
  static func given(to question: String) -> Bool {
    writeError("\(question.printable) [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }
}
