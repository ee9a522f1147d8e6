import Testing

@testable import WebPage

struct MarkupTests {
  @Test func textIsEscaped() {
    #expect(HTML("<b>&\"'</b>").markup == "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;")
    #expect(p { "a < b" }.markup == "<p>a &lt; b</p>")
  }

  @Test func valuesOfAttributesAreEscaped() {
    #expect(p(.title("\"><script>")) { "x" }.markup == "<p title=\"&quot;&gt;&lt;script&gt;\">x</p>")
    #expect(input(.value("a\"b")).markup == "<input value=\"a&quot;b\">")
  }

  @Test func whatTurnsTheDirectionOfTextOrControlsATerminalIsReplaced() {
    #expect(HTML("a\u{202E}b\u{0}c\u{1B}d").markup == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d")
    #expect(HTML("two\nlines").markup == "two\nlines")
    #expect(HTML("åäö 🔔 日本").markup == "åäö 🔔 日本")
  }

  @Test func coloursOfATerminalAreLeftOutOfALog() {
    #expect(TerminalCodes.removed(from: "\u{1B}[1;37mStep \u{1B}[0m\u{1B}[?25lträning\u{1B}[K 🔔\n") == "Step träning 🔔\n")
    #expect(TerminalCodes.removed(from: "a [0m is text") == "a [0m is text")
    #expect(TerminalCodes.removed(from: "cut\u{1B}[3") == "cut\u{1B}[3")
    #expect(TerminalCodes.removed(from: "\u{1B}") == "\u{1B}")
  }

  @Test func aCarriageReturnInALogIsALineBreak() {
    #expect(LogText.shown(" 10%\r 20%\rone\r\ntwo\r\n\n") == " 10%\n 20%\none\ntwo\n\n")
    #expect(LogText.shown("one\r\u{1B}[K\ntwo") == "one\ntwo")
    #expect(HTML(LogText.shown("träning 🔔\r\n")).markup == "träning 🔔\n")
  }

  @Test func anAddressStaysOnThisDaemonWhateverItsPartsAreCalled() {
    #expect(Address.schedule("//evil.example/?a#b").text == "/schedules/%2F%2Fevil.example%2F%3Fa%23b")
    #expect(Address.schedule("javascript:alert(1)").text == "/schedules/javascript%3Aalert%281%29")
    #expect(Address.runs.with([("schedule", "a&b=c"), ("kind", ""), ("outcome", nil)]).text == "/runs?schedule=a%26b%3Dc")
  }

  @Test func numbersHaveAtMostTwoDecimals() {
    #expect(rect(.set("x", 1.5), .set("y", 2.0), .set("width", 0.049)).markup == "<rect x=\"1.50\" y=\"2\" width=\"0.05\"></rect>")
  }

  @Test func anAssetsAddressChangesWithItsText() {
    #expect(Asset("a", "t", "one").version != Asset("a", "t", "two").version)
    #expect(Assets.stylesheet.address.text == "/assets/carillon.css?v=\(Assets.stylesheet.version)")
  }
}
