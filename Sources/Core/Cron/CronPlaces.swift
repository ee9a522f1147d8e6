/// Where the fields and items of an accepted expression stand in its text.
///
/// The parser does not keep them: only warnings need them, and few who parse ask for those.
struct CronPlaces {
  private let text: CronText
  private let pattern: CronPattern
  /// One for each field, left to right; a macro's only one.
  private let words: [Range<Int>]

  /// - Parameter text: what `pattern` was read from.
  init(of pattern: CronPattern, in text: String) {
    self.pattern = pattern
    self.text = CronText(text)
    let words = self.text.words(self.text.trimmed)
    // No field has an equals sign, so this is the prefix of a time zone.
    let hasZone = self.text.contains("=", in: words[0])
    self.words = hasZone ? Array(words.dropFirst()) : words
  }

  /// A macro's fields all stand where the macro stands.
  private var isMacro: Bool { words.count < pattern.fields.count }

  func range(of field: CronField) -> Range<Int> {
    isMacro ? words[0] : words[pattern.index(of: field)]
  }

  /// One for each item of the field.
  func itemRanges(of field: CronField) -> [Range<Int>] {
    let range = range(of: field)
    let list = pattern[field].hasPlus ? range.lowerBound + 1..<range.upperBound : range
    return text.split(list, at: ",")
  }
}
