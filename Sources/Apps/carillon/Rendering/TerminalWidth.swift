import Glibc

/// How wide the terminal is.
enum TerminalWidth {
  private static let standardOutput: Int32 = 1

  static var isOutput: Bool { isatty(standardOutput) == 1 }

  /// Columns of the terminal that standard output is; nil when it is none, or does not say.
  static var ofOutput: Int? {
    var size = winsize()
    guard isOutput, ioctl(standardOutput, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
