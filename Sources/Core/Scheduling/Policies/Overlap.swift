extension Policy {
  /// What becomes of a due instant that finds a fire of its schedule, or of its mutex, still under way.
  package enum Overlap: Hashable, Sendable {
    /// It is not started.
    case skip
    /// It waits; while one waits, later ones are not started.
    case bufferOne
    /// It waits behind at most `limit - 1` others.
    case bufferAll(limit: Int)
    /// The fire under way is asked to end, and this one starts when it has ended.
    case cancelOther
    /// The fire under way is ended by force, and this one starts when it has ended.
    case terminateOther
    /// Both run.
    case allow
  }
}

extension Policy.Overlap {
  /// Room for a night of five-minute fires behind one that hangs.
  package static let bufferLimitDefault = 100

  /// How many fires may wait; nil where none waits behind another.
  package var bufferLimit: Int? {
    switch self {
    case .bufferOne: 1
    case .bufferAll(let limit): limit
    case .skip, .cancelOther, .terminateOther, .allow: nil
    }
  }

  /// True when what is under way has to make room.
  var endsOthers: Bool { self == .cancelOther || self == .terminateOther }

  /// What stands in files: without a number `buffer_all` holds the default.
  package static let words = ["skip", "buffer_one", "buffer_all", "cancel_other", "terminate_other", "allow"]
}

/// `skip`, `buffer_all(20)`: as in schedule files.
extension Policy.Overlap: RawRepresentable, Codable {
  package init?(rawValue: String) {
    switch rawValue {
    case "skip": self = .skip
    case "buffer_one": self = .bufferOne
    case "buffer_all": self = .bufferAll(limit: Self.bufferLimitDefault)
    case "cancel_other": self = .cancelOther
    case "terminate_other": self = .terminateOther
    case "allow": self = .allow
    default:
      guard rawValue.hasPrefix("buffer_all("), rawValue.hasSuffix(")"), let limit = Int(rawValue.dropFirst(11).dropLast()), limit > 0
      else { return nil }
      self = .bufferAll(limit: limit)
    }
  }

  package var rawValue: String {
    switch self {
    case .skip: "skip"
    case .bufferOne: "buffer_one"
    case .bufferAll(let limit): "buffer_all(\(limit))"
    case .cancelOther: "cancel_other"
    case .terminateOther: "terminate_other"
    case .allow: "allow"
    }
  }
}
