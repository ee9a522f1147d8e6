extension CommandExit.Stage {
  /// More of a name tells nobody more.
  private static let namedMost = 200

  /// Why a command never ran, in a sentence.
  /// - Parameters:
  ///   - program: the first of its `argv`, as it may be written down.
  ///   - workingDirectory: as it may be written down.
  package func sentence(errno: Int32, program: String, workingDirectory: String?) -> String {
    switch self {
    case .process: "cannot start a process: \(errorText(errno))"
    case .directory: "cannot enter the working directory \(Self.shown(workingDirectory ?? "")): \(errorText(errno))"
    case .program: "cannot execute \(Self.shown(program)): \(errorText(errno))"
    case .start: "it was not started: by then nobody waited for its supervisor any more"
    }
  }

  /// In one line.
  private static func shown(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.prefix(namedMost).map { $0.value < 0x20 ? "?" : $0 }))
  }
}
