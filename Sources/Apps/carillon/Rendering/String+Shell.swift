extension String {
  /// As one word of a shell's command line.
  var shellQuoted: String {
    !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
      ? self : "'\(withQuotesEscaped)'"
  }

  /// By scalars: a quote that an accent follows is another character to Swift, and a quote to a shell.
  private var withQuotesEscaped: String {
    unicodeScalars.split(separator: "'", omittingEmptySubsequences: false).map { String($0) }.joined(separator: "'\\''")
  }
}
