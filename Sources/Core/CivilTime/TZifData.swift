/// What a TZif file says, checked: transitions ascend, and every index points at something.
struct TZifData {
  /// Seconds since 1970-01-01T00:00:00Z.
  let times: [Int64]
  /// Into `types`, one for each of `times`.
  let typeIndexes: [Int]
  /// Type 0 is in force before the first transition (RFC 9636, 3.2). At least one.
  let types: [ZoneOffset]
  /// In force after the last transition.
  var footer: PosixTimeZone?
}

/// The counts at the head of a data block. Source: RFC 9636, 3.1.
struct TZifHeader {
  let version: Int
  let utcIndicators: Int
  let standardIndicators: Int
  let leapSeconds: Int
  let transitions: Int
  let types: Int
  let abbreviationBytes: Int

  /// Bytes of the data block. The counts are 32-bit, so the sum cannot overflow.
  /// - Parameter timeSize: 4 in the first block of a file, 8 in the second.
  func blockSize(timeSize: Int) -> Int {
    transitions * (timeSize + 1) + types * 6 + abbreviationBytes + leapSeconds * (timeSize + 4)
      + standardIndicators + utcIndicators
  }
}
