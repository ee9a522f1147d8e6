import Yams

/// Reads the documents of one YAML text, and goes on behind errors that leave the rest readable.
///
/// libyaml stops at the first error. Where that is a character without quotes, or a key given twice, the place is filled with
/// a private mark, column for column, and the text is read again; what the mark stands in counts as reported.
struct YAMLReader {
  private let log: ProblemLog
  private var lines: [[Unicode.Scalar]]
  private var marks: Set<Unicode.Scalar> = []

  /// Each repair reads the text once more; nobody reads a longer list of the same mistake.
  private static let repairLimit = 32
  private static let firstMark: UInt32 = 0xE000

  init(_ log: ProblemLog) {
    self.log = log
    lines = log.source.lines.map { Array($0.unicodeScalars) }
  }

  /// The documents that are not empty; those before an error that cannot be passed are given, too.
  mutating func documents() -> [YAMLNode] {
    while true {
      let (roots, failure) = Self.parse(text)
      guard let failure else { return converted(roots) }
      let fault = YAMLFault(failure, in: log.source)
      log.error(fault.message, at: fault.place)
      guard let place = fault.repair, marks.count < Self.repairLimit else { return converted(roots) }
      mark(place)
    }
  }

  private var text: String {
    var text = String.UnicodeScalarView()
    for (index, line) in lines.enumerated() {
      if index > 0 { text.append("\n") }
      text.append(contentsOf: line)
    }
    return String(text)
  }

  private static func parse(_ text: String) -> (roots: [Node], failure: YamlError?) {
    var roots: [Node] = []
    do {
      let parser = try Yams.Parser(yaml: text, encoding: .utf8)
      while let root = try parser.nextRoot() { roots.append(root) }
      return (roots, nil)
    } catch let error as YamlError {
      return (roots, error)
    } catch {
      preconditionFailure("Yams throws YamlError only, not \(error)")
    }
  }

  private mutating func mark(_ place: Place) {
    guard let mark = Unicode.Scalar(Self.firstMark + UInt32(marks.count)) else { return }
    lines[place.line - 1][place.column - 1] = mark
    marks.insert(mark)
  }

  private func converted(_ roots: [Node]) -> [YAMLNode] {
    var conversion = YAMLConversion(log: log, marks: marks)
    return roots.compactMap { root in
      let node = conversion.node(root, depth: 0)
      return node.isNull ? nil : node
    }
  }
}
