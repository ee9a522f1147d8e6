/// Reads the documents of one YAML text, and goes on behind errors that leave the rest readable.
///
/// libyaml stops at the first error. Where that is a character without quotes, the place is filled with a private mark, column
/// for column, and the text is read again; what the mark stands in counts as reported.
struct YAMLReader {
  private let log: ProblemLog
  /// The lines with marks, by their index.
  private var markedLines: [Int: String] = [:]
  private var marks: Set<Unicode.Scalar> = []
  /// Documents that have been handed on. What is marked stands behind them, so they are the same whenever the text is read again.
  private var passed = 0

  /// Each repair reads the text once more; nobody reads a longer list of the same mistake.
  private static let repairLimit = 32
  private static let firstMark: UInt32 = 0xE000

  init(_ log: ProblemLog) {
    self.log = log
  }

  /// The documents that are not empty; those before an error that cannot be passed are given, too.
  mutating func documents() -> [YAMLNode] {
    var documents: [YAMLNode] = []
    forEachDocument { documents.append($0) }
    return documents
  }

  /// Hands on what `documents` gives, one by one, and keeps none: nodes take many times the memory of their text.
  mutating func forEachDocument(_ body: (YAMLNode) -> Void) {
    while let (failure, problems) = failure(reading: text, body) {
      let fault = YAMLFault(failure, in: log.source)
      log.error(fault.message, at: fault.place)
      guard let place = fault.repair, marks.count < Self.repairLimit else { return problems.forEach(log.append) }
      mark(place)
    }
  }

  /// Hands on what has not been yet. Returns what ends the reading before the end of the text, and what is wrong before it in the
  /// same document.
  private mutating func failure(reading text: String, _ body: (YAMLNode) -> Void) -> (YAMLSyntaxError, [FileProblem])? {
    var composer = YAMLComposer(log: log, marks: marks, text: text)
    do {
      var number = 0
      while let (node, problems) = try composer.nextDocument() {
        number += 1
        guard number > passed else { continue }
        passed = number
        problems.forEach(log.append)
        if !node.isNull { body(node) }
      }
      return nil
    } catch {
      return (error, composer.problems)
    }
  }

  /// The lines with their marks, and with one kind of break.
  private var text: String { log.source.lines.joined(replacing: markedLines) }

  private mutating func mark(_ place: Place) {
    guard let mark = Unicode.Scalar(Self.firstMark + UInt32(marks.count)) else { return }
    let index = place.line - 1
    var scalars = Array((markedLines[index] ?? log.source.lines[index]).unicodeScalars)
    scalars[place.column - 1] = mark
    markedLines[index] = String(String.UnicodeScalarView(scalars))
    marks.insert(mark)
  }
}
