import CivilTime
import Scheduling

/// Reads an entity's fields one by one and remembers what cannot be read, in sentences, instead of failing.
struct FieldReader {
  let entity: WireEntity
  private(set) var defects: [String] = []

  init(_ entity: WireEntity) {
    self.entity = entity
  }

  var defect: String? { defects.isEmpty ? nil : defects.joined(separator: "; ") }

  mutating func note(_ defect: String) { defects.append(defect) }

  mutating func text(_ key: String) -> String? {
    do { return try entity.value(key) } catch { return unreadable("\(key) is not a text") }
  }

  mutating func flag(_ key: String) -> Bool? {
    do { return try entity.value(key) } catch { return unreadable("\(key) is neither true nor false") }
  }

  /// Times come as naive UTC: `2026-11-21T02:00:00`, with or without a fraction.
  mutating func instant(_ key: String) -> Instant? {
    guard let text = text(key) else { return nil }
    do { return try Instant(iso8601: text) } catch { return unreadable("\(key) '\(shown(text))' is not an ISO-8601 time") }
  }

  mutating func identifier(_ key: String) -> Identifier? {
    guard let text = text(key) else { return nil }
    return Identifier(text) ?? unreadable("\(key) '\(shown(text))' is not a UUID")
  }

  /// `"PT1H30M"`, or a number of seconds.
  mutating func duration(_ key: String) -> Duration? {
    do {
      if let seconds: Double = try entity.value(key) { return self.seconds(seconds, key) }
      return nil
    } catch {
      guard let text = text(key) else { return nil }
      return isoDuration(text, key)
    }
  }

  private mutating func isoDuration(_ text: String, _ key: String) -> Duration? {
    do { return try Duration(iso8601: text) } catch {
      return unreadable("\(key) '\(shown(text))' is not an ISO-8601 duration")
    }
  }

  /// More seconds than any schedule means, few enough to count in microseconds.
  private static let secondsLimit = 1e12

  private mutating func seconds(_ seconds: Double, _ key: String) -> Duration? {
    guard abs(seconds) < Self.secondsLimit else { return unreadable("\(key) \(seconds) is out of range") }
    return .microseconds(Int64((seconds * 1e6).rounded()))
  }

  private mutating func unreadable<Value>(_ defect: String) -> Value? {
    note(defect)
    return nil
  }

  private func shown(_ text: String) -> String { text.onOneLine(hiding: []) }
}
