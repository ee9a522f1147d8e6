import CivilTime

/// What the parser found, with the places in the text that warnings point at.
struct ParsedCronText {
  /// The zone of the prefix, or the caller's.
  let zone: ZoneRules
  /// Empty for `@reboot`.
  let sources: [CronFieldSource]

  /// Nil for `@reboot`.
  var pattern: CronPattern? {
    sources.isEmpty ? nil : CronPattern(fields: sources.map(\.pattern))
  }
}
