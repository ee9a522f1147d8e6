extension FileBinding.Match {
  package func matches(_ schedule: ServerSchedule) -> Bool {
    switch self {
    case .id(let id): id == schedule.record.id
    case .name(let name): name == schedule.record.name
    case .pipeline(let pipeline):
      pipeline == schedule.pipelineName || (Identifier(pipeline).map { $0 == schedule.record.pipelineID } ?? false)
    case .glob(let pattern): Glob.matches(pattern, schedule.record.name)
    }
  }
}

/// Shell patterns with `*` and `?` only.
package enum Glob {
  /// - Complexity: O(pattern · text), without recursion.
  package static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
    var (p, t) = (0, 0)
    var lastStar: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        lastStar = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        (p, t) = (p + 1, t + 1)
      } else if let star = lastStar {
        // Let the last star take one more character, and try again behind it.
        lastStar = (star.pattern, star.text + 1)
        (p, t) = (star.pattern + 1, star.text + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
