/// A binding as a schedule file states it: which records it is for, and what they do when due.
package struct FileBinding: Hashable, Sendable {
  package enum Match: Hashable, Sendable {
    case id(Identifier)
    case name(String)
    /// Name or id of the pipeline.
    case pipeline(String)
    /// Shell pattern over the name: `*`, `?`.
    case glob(String)

    /// Lower wins.
    var rank: Int {
      switch self {
      case .id: 0
      case .name: 1
      case .pipeline: 2
      case .glob: 3
      }
    }
  }

  package var match: Match
  package var content: BindingContent
  /// Fire it although the record's orchestrator schedules by itself.
  package var takeOver: Bool
  /// `schedules/nightly.yaml:3`.
  package var location: String
  package var alerts: ScheduleAlerts?

  package init(match: Match, content: BindingContent, takeOver: Bool = false, location: String) {
    self.match = match
    self.content = content
    self.takeOver = takeOver
    self.location = location
  }
}

/// What a binding gives to a record. What it leaves out stays as it is.
package struct BindingContent: Hashable, Sendable {
  package var trigger: Trigger?
  package var policy: StatedPolicy
  /// Nil when it says nothing about tags.
  package var tags: [String]?
  package var timeZone: String?

  package init(
    trigger: Trigger? = nil, policy: StatedPolicy = StatedPolicy(), tags: [String]? = nil, timeZone: String? = nil
  ) {
    self.trigger = trigger
    self.policy = policy
    self.tags = tags
    self.timeZone = timeZone
  }

  /// This content, with what it leaves out taken from `other`; the trigger excepted.
  func filled(from other: BindingContent) -> BindingContent {
    BindingContent(
      trigger: trigger, policy: policy.filled(from: other.policy), tags: tags ?? other.tags, timeZone: timeZone ?? other.timeZone)
  }
}

// MARK: Origins

extension FileBinding {
  private static let triggerSeparator = ", with "

  /// Of a definition that has its trigger from elsewhere. The file comes first: what is from it is known by that.
  func origin(withTriggerFrom place: String) -> String { location + Self.triggerSeparator + place }

  /// The file's place in an origin that begins with one.
  package static func location(inOrigin origin: String) -> String {
    origin.firstRange(of: triggerSeparator).map { String(origin[..<$0.lowerBound]) } ?? origin
  }
}

extension ScheduleDefinition {
  /// The file that it is from, or that says something of it; nil for others.
  package var originFile: Substring? {
    guard let place = bindingOrigin.map(FileBinding.location(inOrigin:)), let colon = place.lastIndex(of: ":"), record.source != .local,
      place[colon...].dropFirst().allSatisfy(\.isWholeNumber)
    else { return nil }
    return place[..<colon]
  }
}
