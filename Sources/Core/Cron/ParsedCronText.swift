import CivilTime

/// What an expression says: the zone of its prefix, or the caller's, and the fields.
struct ParsedCronText {
  let zone: ZoneRules
  /// Nil for `@reboot`.
  let pattern: CronPattern?
}
