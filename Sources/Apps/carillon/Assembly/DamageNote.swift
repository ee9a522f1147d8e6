import Foundation
import Glibc

/// What a check has found wrong with a store, beside its file: the next start acts on it.
struct DamageNote {
  let problem: String
  /// The quick check is content with such a file, and so would a start be that asks no more.
  let isOfThoroughCheck: Bool

  private static let thoroughMark = "\n(found by the thorough check)"

  init(_ problem: String, isOfThoroughCheck: Bool) { (self.problem, self.isOfThoroughCheck) = (problem, isOfThoroughCheck) }

  /// Nil when there is none.
  init?(beside path: String) {
    guard let text = try? String(contentsOfFile: Self.path(path), encoding: .utf8) else { return nil }
    isOfThoroughCheck = text.hasSuffix(Self.thoroughMark)
    problem = isOfThoroughCheck ? String(text.dropLast(Self.thoroughMark.count)) : text
  }

  func write(beside path: String) {
    let text = isOfThoroughCheck ? problem + Self.thoroughMark : problem
    try? Data(text.utf8).write(to: URL(fileURLWithPath: Self.path(path)))
  }

  static func remove(beside path: String) { unlink(self.path(path)) }

  private static func path(_ store: String) -> String { "\(store).damage" }
}
