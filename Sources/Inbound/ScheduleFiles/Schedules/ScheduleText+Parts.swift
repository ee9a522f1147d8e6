import Dispatch
import FoundationEssentials
import Synchronization

/// A long text is read in parts, on several cores.
extension ScheduleText {
  private struct Part: Sendable {
    var text: ScheduleText
    var values: Int
  }

  /// Nil when something is wrong somewhere: then it is told by who reads the text from the beginning, and knows how to go on behind it.
  static func reading(_ parts: [YAMLPart], of source: SourceText, _ context: Context) -> ScheduleText? {
    let next = Atomic(0)
    let read = Mutex([Part?](repeating: nil, count: parts.count))
    DispatchQueue.concurrentPerform(iterations: min(parts.count, ProcessInfo.processInfo.activeProcessorCount)) { _ in
      let expressions = DocumentReader.ExpressionCache()
      while let index = parts.indices.contained(next.add(1, ordering: .relaxed).oldValue) {
        let part = reading(parts[index], of: source, context, expressions)
        read.withLock { $0[index] = part }
      }
    }
    let all = read.withLock { $0.compactMap(\.self) }
    guard all.count == parts.count, all.reduce(0, { $0 + $1.values }) < YAMLComposer.totalLimit(byteCount: source.lines.byteCount) else {
      return nil
    }
    return joined(all.map(\.text), source)
  }

  private static func reading(
    _ part: YAMLPart, of source: SourceText, _ context: Context, _ expressions: DocumentReader.ExpressionCache
  ) -> Part? {
    let log = ProblemLog(source)
    var documents = DocumentReader(log: log, context)
    documents.expressions = expressions
    var text = ScheduleText()
    guard let values = part.forEachDocument(log, { text.take(documents.read($0), log, context) }), !log.hasErrors else { return nil }
    text.conclude(log)
    return Part(text: text, values: values)
  }

  private static func joined(_ parts: [ScheduleText], _ source: SourceText) -> ScheduleText {
    let log = ProblemLog(source)
    var whole = ScheduleText()
    whole.schedules.reserveCapacity(parts.reduce(0) { $0 + $1.schedules.count })
    for part in parts {
      whole.schedules += part.schedules
      whole.bindings += part.bindings
      part.warnings.forEach { log.append($0) }
    }
    whole.conclude(log)
    return whole
  }
}

extension Range<Int> {
  fileprivate func contained(_ index: Int) -> Int? { contains(index) ? index : nil }
}
