import TestSupport
import Testing
import Yams

@testable import ScheduleFiles

/// What is made of libyaml's events, beside what Yams makes of them.
@Suite struct YAMLComposerTests {
  /// As much of a value as Yams knows, with its place.
  private static func shape(_ node: YAMLNode) -> String {
    let place = "\(node.place.line):\(node.place.column)"
    switch node.content {
    case .scalar(let scalar): return "\(place) \(scalar.isPlain ? "plain" : "quoted") <\(scalar.text)>"
    case .list(let items): return "\(place) [" + items.map(shape).joined(separator: ", ") + "]"
    case .mapping(let entries): return "\(place) {" + entries.map { "<\($0.key)>: \(shape($0.value))" }.joined(separator: ", ") + "}"
    case .reported: return "\(place) reported"
    }
  }

  private static func shape(_ node: Node) -> String {
    let place = node.mark.map { "\($0.line):\($0.column)" } ?? ""
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain && scalar.tag.description.isEmpty
      return "\(place) \(isPlain ? "plain" : "quoted") <\(scalar.string)>"
    case .sequence(let items): return "\(place) [" + items.map(shape).joined(separator: ", ") + "]"
    case .mapping(let pairs): return "\(place) {" + pairs.map { "<\($0.scalar?.string ?? "")>: \(shape($1))" }.joined(separator: ", ") + "}"
    case .alias: return "alias"
    }
  }

  /// Nil for what is no YAML.
  private static func ours(_ text: String) -> [String]? {
    var composer = YAMLComposer(log: ProblemLog(SourceText(file: "f.yaml", text: text)), text: text)
    var shapes: [String] = []
    do {
      while let (node, problems) = try composer.nextDocument() {
        guard problems.isEmpty else { return problems.map(\.message) }
        shapes.append(shape(node))
      }
      return shapes
    } catch {
      return nil
    }
  }

  private static func theirs(_ text: String) -> [String]? {
    var documents = try? compose_all(yaml: text, .basic, .default, .utf8)
    var shapes: [String] = []
    while let node = documents?.next() { shapes.append(shape(node)) }
    return documents?.error == nil ? shapes : nil
  }

  /// Keys are numbered, for Yams ends at the second of one name.
  private static func text(_ chance: inout SeededGenerator) -> String {
    var number = 0
    let scalars = [
      "plain", "5", "'it''s'", "\"a\\tb\"", "~", "", "two words", "ä ö", "'#'", "a # comment", "*a", "&a anchored", "[x, 'y', *a]", "[]",
      "{}",
      "{in: 1, \"on\": [2]}", "|\n    block\n    of text", ">-\n    folded\n    text", "&a [1, 2]", "!!str 7", "- : -", "\"never closed",
      "@at",
    ]
    return (0..<Int.random(in: 1...9, using: &chance)).map { _ in
      let scalar = scalars.randomElement(using: &chance) ?? ""
      number += 1
      let indent = ["", "", "", "  "].randomElement(using: &chance) ?? ""
      let form = [
        "key\(number): \(scalar)", "'key \(number)': \(scalar)", "- \(scalar)", "key\(number):", "# comment", "---", "? \(scalar)",
      ]
      return indent + (form.dropLast(chance.next() % 8 == 0 ? 0 : 2).randomElement(using: &chance) ?? "")
    }.joined(separator: "\n")
  }

  @Test(arguments: 0..<4) func whateverIsWrittenMeansWhatYamsTakesItFor(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    var read = 0
    for _ in 0..<2_000 {
      let text = Self.text(&chance)
      let (ours, theirs) = (Self.ours(text), Self.theirs(text))
      // A key that is a list, and the like: reported by us, taken by Yams.
      if let ours, ours.contains("a key must be text") { continue }
      #expect(ours == theirs, "\(text)")
      if let theirs, !theirs.isEmpty { read += 1 }
    }
    #expect(read > 200)
  }

  @Test func anAliasIsWhatItsAnchorStandsAt() {
    #expect(
      Self.ours("a: &x [1, {b: 2}]\nc: *x\n*x : 3") == ["a key must be text"])
    #expect(Self.ours("&k a: 1\nb: *k") == ["1:1 {<a>: 1:7 plain <1>, <b>: 1:1 plain <a>}"])
    #expect(Self.ours("a: &x b\n*x : 1") == ["1:1 {<a>: 1:4 plain <b>, <b>: 2:6 plain <1>}"])
    #expect(Self.ours("a: &x [*x]") == nil)
  }

  /// An alias counts as deep as what it stands for.
  @Test func aliasesNestNoDeeperThanTexts() {
    let deep = "a: &x " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(Self.ours(deep + "\nb: " + String(repeating: "[", count: 20) + "*x" + String(repeating: "]", count: 20))?.count == 1)
    #expect(
      Self.ours(deep + "\nb: " + String(repeating: "[", count: 30) + "*x" + String(repeating: "]", count: 30))
        == ["nested deeper than 64 levels"])
  }
}
