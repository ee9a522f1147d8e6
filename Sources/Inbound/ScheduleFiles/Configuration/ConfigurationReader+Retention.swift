import Seams

/// How much of the past is kept: each limit is on unless it says `off`.
extension ConfigurationReader {
  func retention(_ mapping: inout MappingReader) -> RetentionLimits {
    var limits = Configuration.retentionDefault
    guard var reader = mapping.mapping("retention") else { return limits }
    if let age = reader.setting("age", { $0.duration("age", in: Configuration.retentionAgeRange) }) { limits.age = age.value }
    if let rows = reader.setting("rows", { $0.integer("rows", in: Configuration.retentionRowsRange) }) { limits.rows = rows.value }
    let bytes = reader.setting("bytes") { $0.byteCount("bytes", atLeast: Configuration.retentionBytesLeast, written: "16MiB") }
    if let bytes { limits.bytes = bytes.value }
    reader.finish()
    if limits == RetentionLimits() {
      log.warning("age, rows and bytes are all off: the ledger grows until the disk is full", at: reader.place)
    }
    return limits
  }
}
