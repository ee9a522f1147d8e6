/// What is read of an answer of `/metrics`.
struct MetricsText {
  /// As the `# TYPE` lines name them.
  let families: [String]
  private let samples: [String: Double]

  init(_ text: String) {
    let lines = text.split(separator: "\n")
    families = lines.filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) }
    samples = Dictionary(
      uniqueKeysWithValues: lines.filter { !$0.hasPrefix("#") }.compactMap { line in
        line.lastIndex(of: " ").flatMap { space in Double(line[line.index(after: space)...]).map { (String(line[..<space]), $0) } }
      })
  }

  /// The value of the line that begins so; nil when there is none.
  func value(_ series: String) -> Double? { samples[series] }

  /// Every name that a query may use.
  var series: Set<String> { Set(samples.keys.map { String($0.prefix { $0 != "{" }) }) }

  /// The words of a text that look like metrics of ours.
  static func names(in text: String) -> Set<String> {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    return Set(words.filter { $0.hasPrefix("carillon_") || $0.hasPrefix("process_") })
  }
}
