/// A property that does not hold, with the seed of the case that broke it and the smallest case that still does.
package struct Falsification: Error, CustomStringConvertible {
  /// `forAll(seed: seed, count: 1, …)` runs the case again.
  package let seed: UInt64
  package let original: String
  package let smallest: String
  package let reason: String

  package var description: String {
    let origin = smallest == original ? "" : " (made smaller from \(original))"
    return "seed \(seed): \(smallest)\(origin): \(reason)"
  }
}

/// Checks a property on `count` random cases.
///
/// - Parameters:
///   - seed: the first case has this seed, each further one the next number.
///   - shrink: smaller cases to try in place of a failing one, most promising first. It must not go round in circles.
///   - check: nil when the property holds, else what is wrong. An error that it throws is a failure too.
/// - Throws: ``Falsification`` for the first case that fails.
package func forAll<Case>(
  seed: UInt64, count: Int, generate: (inout SplitMix64) throws -> Case, shrink: (Case) -> [Case] = { _ in [] },
  check: (Case) throws -> String?
) throws {
  func failure(_ example: Case) -> String? {
    do { return try check(example) } catch { return "\(error)" }
  }
  for caseSeed in seed..<seed + UInt64(count) {
    var generator = SplitMix64(seed: caseSeed)
    let example = try generate(&generator)
    guard let reason = failure(example) else { continue }
    let (smallest, smallestReason) = shrunk(example, reason, shrink, failure)
    throw Falsification(seed: caseSeed, original: "\(example)", smallest: "\(smallest)", reason: smallestReason)
  }
}

/// More rounds than any shrinking of a line of text needs.
private let shrinkingLimit = 1_000

/// Takes the first smaller case that fails, again and again, until all smaller ones hold.
private func shrunk<Case>(
  _ failing: Case, _ reason: String, _ shrink: (Case) -> [Case], _ failure: (Case) -> String?
) -> (Case, String) {
  var (smallest, smallestReason) = (failing, reason)
  for _ in 0..<shrinkingLimit {
    guard let smaller = firstFailing(shrink(smallest), failure) else { break }
    (smallest, smallestReason) = smaller
  }
  return (smallest, smallestReason)
}

private func firstFailing<Case>(_ candidates: [Case], _ failure: (Case) -> String?) -> (Case, String)? {
  for candidate in candidates {
    if let reason = failure(candidate) { return (candidate, reason) }
  }
  return nil
}
