/// The stable, evenly spread choice behind `H`.
///
/// FNV-1a (64 bit) over the seed, a zero byte and the field's name, then Murmur3's finaliser, which spreads the low bits that the modulo looks
/// at. The process's own `Hasher` would choose anew at every start.
enum HashedValue {
  /// - Returns: a number in `0..<span`, the same for ever for the same seed and field.
  static func choose(seed: String, field: CronField, span: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    seed.utf8.forEach(add)
    add(0)
    field.rawValue.utf8.forEach(add)
    return Int(finalise(hash) % UInt64(span))
  }

  private static func finalise(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ hash >> 33
  }
}
