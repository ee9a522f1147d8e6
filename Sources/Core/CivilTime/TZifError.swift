/// Why bytes are not a usable TZif file.
public struct TZifError: Error, Hashable, Sendable {
  /// What is wrong with the bytes. Sources of the rules: RFC 9636, 3.1 (header), 3.2 (data), 3.3 (footer).
  public enum Problem: Hashable, Sendable {
    /// The first four bytes are not `TZif`.
    case notTZif
    /// The fifth byte is neither NUL nor a digit from 2 on; later versions keep to the layout of version 2.
    case unsupportedVersion(UInt8)
    /// The file ends before the part named.
    case truncated(String)
    /// A count in the header contradicts another one, or is zero where it must not be.
    case badCount(String)
    /// A transition beyond the reach of 60 bits.
    case badTime(seconds: Int64)
    /// The transition at this index is not later than the one before it.
    case transitionsNotAscending(index: Int)
    /// A transition changes to a local time type that the file does not have.
    case badTypeIndex(Int)
    /// An offset from UTC of -25 hours or less, or of 26 hours or more.
    case badOffset(seconds: Int)
    /// An abbreviation begins outside the abbreviations or never ends.
    case badAbbreviation(index: Int)
    /// The footer is neither empty nor a rule in the form of POSIX's `TZ`; the first 80 bytes of it.
    case badFooter(String)
    /// A `right/` zone: its seconds are not POSIX seconds.
    case leapSeconds
  }

  /// The name that the zone was to get.
  public let zone: String
  /// What is wrong.
  public let problem: Problem
}

extension TZifError: CustomStringConvertible {
  /// `time zone file 'Europe/Stockholm': it ends inside the transitions`.
  public var description: String { "time zone file '\(zone)': \(problem)" }
}

extension TZifError.Problem: CustomStringConvertible {
  /// The problem in words, without the zone.
  public var description: String {
    switch self {
    case .notTZif: "it does not begin with 'TZif'"
    case .unsupportedVersion(let version): "version byte \(version) is unknown"
    case .truncated(let part): "it ends inside the \(part)"
    case .badCount(let name): "its count of \(name) is impossible"
    case .badTime(let seconds): "its transition at \(seconds) s is beyond all time"
    case .transitionsNotAscending(let index): "transition \(index) is not later than the one before it"
    case .badTypeIndex(let index): "it has no local time type \(index)"
    case .badOffset(let seconds): "offset \(seconds) s from UTC is not between -25 and 26 hours"
    case .badAbbreviation(let index): "the abbreviation at index \(index) is not terminated"
    case .badFooter(let text): "its rule for the future, '\(text)', is not a POSIX time zone"
    case .leapSeconds: "it counts leap seconds (a 'right/' zone); use the plain zone"
    }
  }
}
