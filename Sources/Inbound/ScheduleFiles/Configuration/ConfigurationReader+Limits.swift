import Scheduling

/// How much is started at a time.
extension ConfigurationReader {
  private static let hint = "0 would start nothing; write off for no limit"

  func limits(_ mapping: inout MappingReader) -> DispatchLimits {
    var limits = DispatchLimits()
    guard var reader = mapping.mapping("limits") else { return limits }
    limits.all = cap(&reader, default: limits.all)
    if var target = reader.mapping("target") {
      limits.target = cap(&target, default: limits.target)
      target.finish()
      warn(limits.target, "of one target", beyond: limits.all, target)
    }
    limits.tags = tags(&reader, all: limits.all)
    if let pace = perSecond("catch_up_per_second", &reader) { limits.catchUpPerSecond = pace.value }
    reader.finish(foreign: ["retry": "retries belong to the policy of a schedule"])
    return limits
  }

  private func cap(_ reader: inout MappingReader, default cap: DispatchLimits.Cap) -> DispatchLimits.Cap {
    var cap = cap
    let inFlight = reader.setting("in_flight") { $0.integer("in_flight", in: Configuration.inFlightRange, hint: Self.hint) }
    if let inFlight { cap.inFlight = inFlight.value }
    if let pace = perSecond("per_second", &reader) { cap.perSecond = pace.value }
    return cap
  }

  private func perSecond(_ key: String, _ reader: inout MappingReader) -> Setting<Int>? {
    reader.setting(key) { $0.integer(key, in: Configuration.perSecondRange, hint: Self.hint) }
  }

  private func tags(_ reader: inout MappingReader, all: DispatchLimits.Cap) -> [String: DispatchLimits.Cap] {
    reader.entries("tags").reduce(into: [:]) { tags, entry in
      guard LabelText.isLabel(entry.key) else {
        log.error("tags '\(MappingReader.shown(entry.key))' is not a name: \(LabelText.rule)", at: entry.keyPlace)
        return
      }
      guard var tag = MappingReader(entry.value, "tag '\(entry.key)'", log: log) else { return }
      let cap = cap(&tag, default: .none)
      tag.finish()
      warn(cap, "of the tag '\(entry.key)'", beyond: all, tag)
      tags[entry.key] = cap
    }
  }

  /// A part that may have more than the whole is never held back by its own limit.
  private func warn(_ part: DispatchLimits.Cap, _ subject: String, beyond all: DispatchLimits.Cap, _ reader: MappingReader) {
    var reader = reader
    for (key, own, whole) in [("in_flight", part.inFlight, all.inFlight), ("per_second", part.perSecond, all.perSecond)] {
      guard reader.gives(key), let own, let whole, own > whole else { continue }
      log.warning("\(key) \(own) \(subject) is above that of all together, \(whole), which comes first", at: reader.keyPlace(key))
    }
  }
}
