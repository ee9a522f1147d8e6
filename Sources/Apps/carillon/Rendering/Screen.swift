import Foundation
import Glibc

/// What text is written on: how wide it is, and in which colours.
struct Screen: Sendable, Equatable {
  /// Columns; nil when nobody looks at a terminal: then nothing is cut or wrapped.
  var width: Int?
  var palette: Palette

  /// A file, a pipe, a test.
  static let paper = Screen(width: nil, palette: .plain)

  /// Standard output as it is now.
  static var ofOutput: Screen {
    Screen(
      width: TerminalWidth.ofOutput, palette: Palette(isTerminal: TerminalWidth.isOutput, environment: ProcessInfo.processInfo.environment))
  }
}
