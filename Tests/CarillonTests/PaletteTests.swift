import Testing

@testable import carillon

@Suite struct PaletteTests {
  @Test(
    arguments: [
      (true, ["TERM": "xterm"], true),
      (false, ["TERM": "xterm"], false),
      (true, ["TERM": "dumb"], false),
      (true, [:], false),
      (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
      (true, ["TERM": "xterm", "NO_COLOR": ""], true),
      (false, ["CLICOLOR_FORCE": "1"], true),
      (false, ["CLICOLOR_FORCE": "0"], false),
      (false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
    ] as [(Bool, [String: String], Bool)])
  func coloursAreForTerminalsAndForThoseWhoWantThem(isTerminal: Bool, environment: [String: String], isColoured: Bool) {
    #expect(Palette(isTerminal: isTerminal, environment: environment).isColoured == isColoured)
  }

  @Test func everyToneEndsWhereItsTextEnds() {
    let palette = Palette(isColoured: true)
    for tone in Palette.Tone.allCases {
      let painted = palette.paint("x", tone)
      #expect(painted.hasPrefix("\u{1B}[") && painted.hasSuffix("mx\u{1B}[0m"))
    }
    #expect(palette.paint("", .bad) == "" && palette.paint("x", nil) == "x" && Palette.plain.paint("x", .bad) == "x")
  }

  @Test func outcomesAreColouredAndStillWords() {
    let screen = Screen(width: nil, palette: Palette(isColoured: true))
    let text = RunTable(runs: [.sample("succeeded"), .sample("failed")], moments: sampleMoments, screen: screen).text
    #expect(text.contains("\u{1B}[32msucceeded\u{1B}[0m") && text.contains("\u{1B}[31mfailed\u{1B}[0m"))
    let plain = RunTable(runs: [.sample("succeeded"), .sample("failed")], moments: sampleMoments).text
    #expect(text.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
  }
}
