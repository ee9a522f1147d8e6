/// Why bytes are not a usable TZif file.
public struct TZifError: Error, Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    case notTZif
    case unsupportedVersion(UInt8)
    /// The file ends before the part named.
    case truncated(String)
    case badCount(String)
    case badTime(seconds: Int64)
    case transitionsNotAscending(index: Int)
    case badTypeIndex(Int)
    case badOffset(seconds: Int)
    case badAbbreviation(index: Int)
    case badFooter(String)
    /// A `right/` zone: its seconds are not POSIX seconds.
    case leapSeconds
  }

  public let zone: String
  public let problem: Problem
}

extension TZifError: CustomStringConvertible {
  public var description: String { "time zone file '\(zone)': \(problem)" }
}

extension TZifError.Problem: CustomStringConvertible {
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
