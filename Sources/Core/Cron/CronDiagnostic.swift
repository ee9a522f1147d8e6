/// What is wrong, or surprising, about a part of a cron expression. The same shape for ``CronError`` and ``CronWarning``.
public protocol CronDiagnostic: Hashable, Sendable, CustomStringConvertible {
  /// Nil when it is about the whole text.
  var field: CronField? { get }
  /// UTF-8 bytes before the part meant.
  var position: Int { get }
  /// UTF-8 bytes of the part; zero when something is missing at `position`.
  var length: Int { get }
  /// One sentence without field and hint, for people.
  var message: String { get }
  /// What to write instead.
  var hint: String? { get }
}

extension CronDiagnostic {
  /// `hour: 25 is out of range 0-23`.
  public var description: String {
    let subject = field.map { "\($0.rawValue): " } ?? ""
    return subject + message + (hint.map { "; \($0)" } ?? "")
  }

  /// The text, a line of carets under the part meant, and the description.
  ///
  /// ```
  /// 0 25 * * *
  ///   ^^
  /// hour: 25 is out of range 0-23
  /// ```
  /// Control characters are shown as spaces, and a long text is cut to the surroundings of the part.
  public func rendered(in text: String) -> String {
    let characters = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    let start = min(position, characters.count)
    let first = max(0, start - renderedReach)
    let end = min(characters.count, max(first, start + renderedReach))
    let excerpt = (first > 0 ? "…" : "") + String(characters[first..<end]) + (end < characters.count ? "…" : "")
    let indent = String(repeating: " ", count: start - first + (first > 0 ? 1 : 0))
    let carets = String(repeating: "^", count: max(1, min(length, end - start)))
    return "\(excerpt)\n\(indent)\(carets)\n\(description)"
  }
}

/// Characters shown to either side of the part that a diagnostic is about.
private let renderedReach = 60
