import ArgumentParser
import Testing

@testable import carillon

/// What a shell is offered when somebody presses TAB.
@Suite struct CandidateTests {
  @Test(arguments: [("nightly", "nightly"), ("it's", "'it'\\''s'"), ("a b;c", "'a b;c'"), ("it'\u{301}s", "'it'\\''\u{301}s'")])
  func bashGetsANameInQuotes(name: String, word: String) {
    // By bytes: an accent behind a quote is of one character with it.
    #expect(name.candidate(for: .bash).map { Array($0.utf8) } == Array(word.utf8))
  }

  @Test(arguments: ["a$(id)", "a`id`", "c$HOME", "~root"]) func bashIsNotOfferedWhatItWouldInsertWithoutQuotes(name: String) {
    #expect(name.candidate(for: .bash) == nil)
    #expect(name.candidate(for: .fish) == name)
    #expect(name.candidate(for: .zsh) == name)
  }

  @Test func zshTakesNoPartOfANameForADescription() { #expect("a:b\\c".candidate(for: .zsh) == "a\\:b\\\\c") }

  @Test(arguments: ["a\nb", "a\tb", "a\u{1B}[0m", "a\r\nb"]) func noShellIsOfferedControlCharacters(name: String) {
    for shell in CompletionShell.allCases { #expect(name.candidate(for: shell) == nil) }
  }
}
