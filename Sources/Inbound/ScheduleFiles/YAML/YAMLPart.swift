/// Some documents of a text, which can be read beside the others. An alias of what stands in an earlier part cannot be read here.
struct YAMLPart {
  let lines: Range<Int>

  /// Hands on the documents of the part, as `YAMLReader` would.
  /// - Returns: how many values they hold; nil when there is something that libyaml cannot read.
  func forEachDocument(_ log: ProblemLog, _ body: (YAMLNode) -> Void) -> Int? {
    // With the break of its last line, which a block of text keeps.
    let text = log.source.lines.joined(in: lines) + (lines.upperBound < log.source.lines.endIndex ? "\n" : "")
    var composer = YAMLComposer(log: log, text: text, linesBefore: lines.lowerBound)
    do {
      while let (node, problems) = try composer.nextDocument() {
        problems.forEach(log.append)
        if !node.isNull { body(node) }
      }
      return composer.total
    } catch {
      return nil
    }
  }

  /// Of about the same length each; one part when the text is to be read in one go.
  ///
  /// A line that begins with `---` begins a document wherever it stands: nothing that YAML allows goes on across it (YAML 1.2,
  /// section 9.1.2). Directives (`%`) speak of what follows the line, so a text that may hold some stays in one.
  static func parts(of lines: SourceLines, most: Int) -> [YAMLPart] {
    let whole = [YAMLPart(lines: lines.indices)]
    guard most > 1, lines.count >= 2 * leastLines else { return whole }
    let length = max(leastLines, (lines.count + most - 1) / most)
    var parts: [YAMLPart] = []
    var start = 0
    for index in lines.indices {
      let line = lines.utf8(index)
      guard line.first != UInt8(ascii: "%") else { return whole }
      guard index - start >= length, beginsDocument(line) else { continue }
      parts.append(YAMLPart(lines: start..<index))
      start = index
    }
    return parts + [YAMLPart(lines: start..<lines.count)]
  }

  /// Fewer are read sooner than they are handed to another thread.
  private static let leastLines = 400

  private static func beginsDocument(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.starts(with: "---".utf8) else { return false }
    let rest = line.dropFirst(3)
    return rest.isEmpty || rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t")
  }
}
