import ControlMessages

/// What the first page says: how it stands, what needs attention, what was and what comes.
package struct OverviewContent: Sendable {
  package var status: StatusMessage
  /// Of the last 24 h.
  package var lastDay: OutcomeTally
  package var timeline: TimelineContent
  /// Most urgent first.
  package var attention: [AttentionItem]
  /// How many more there are than are listed.
  package var moreAttention: Int
  package var next: [NextFire]
  package var recent: [RunItem]

  package init(
    status: StatusMessage, lastDay: OutcomeTally, timeline: TimelineContent, attention: [AttentionItem], moreAttention: Int = 0,
    next: [NextFire], recent: [RunItem]
  ) {
    self.status = status
    self.lastDay = lastDay
    self.timeline = timeline
    self.attention = attention
    self.moreAttention = moreAttention
    self.next = next
    self.recent = recent
  }
}

/// Something that somebody has to look at.
package struct AttentionItem: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Carillon itself cannot keep its promise.
    case red
    case failed, missed, quarantined, sync, away, invalid, unbound, late, waiting, configuration
  }

  package var kind: Kind
  /// What it is about: a schedule's name mostly.
  package var subject: String
  package var sentence: String
  /// When it happened last; ISO 8601.
  package var at: String?
  package var link: Address?
  /// What to do, in words.
  package var advice: String?

  package init(_ kind: Kind, subject: String, sentence: String, at: String? = nil, link: Address? = nil, advice: String? = nil) {
    self.kind = kind
    self.subject = subject
    self.sentence = sentence
    self.at = at
    self.link = link
    self.advice = advice
  }
}

/// A day back and a day ahead in equal steps.
package struct TimelineContent: Sendable, Equatable {
  package static let stepSeconds: Int64 = 900
  package static let steps = 96

  /// The last of them ends now.
  package var past: [OutcomeTally]
  /// The first of them begins now; nil while it is being counted.
  package var ahead: [Int]?
  /// When the first step of the past begins; ISO 8601.
  package var from: String

  package init(past: [OutcomeTally], ahead: [Int]?, from: String) {
    self.past = past
    self.ahead = ahead
    self.from = from
  }
}

/// The next fire of a schedule.
package struct NextFire: Sendable, Equatable {
  package var scheduleID: String
  package var schedule: String
  package var fire: UpcomingFire

  package init(scheduleID: String, schedule: String, fire: UpcomingFire) {
    self.scheduleID = scheduleID
    self.schedule = schedule
    self.fire = fire
  }
}

/// A due instant ahead, in UTC and in the schedule's zone.
package struct UpcomingFire: Sendable, Equatable {
  package enum ClockChange: Sendable, Equatable {
    /// The clock skips the local time that was meant.
    case moved(skipped: String)
    case firstPass, secondPass
  }

  /// What a calendar does with it.
  package struct Exclusion: Sendable, Equatable {
    package var calendar: String
    /// When it may start, ISO 8601 in UTC; nil: it is skipped.
    package var deferredUntil: String?

    package init(calendar: String, deferredUntil: String? = nil) {
      self.calendar = calendar
      self.deferredUntil = deferredUntil
    }
  }

  /// ISO 8601 in UTC.
  package var due: String
  /// `2026-11-22 04:15:00 +01:00`.
  package var local: String
  package var timeZone: String
  package var clockChange: ClockChange?
  /// Nil when no calendar has anything to say of it.
  package var exclusion: Exclusion?
  /// When it is to start, ISO 8601 in UTC, where jitter puts that off.
  package var startsAt: String?

  package init(
    due: String, local: String, timeZone: String, clockChange: ClockChange? = nil, exclusion: Exclusion? = nil, startsAt: String? = nil
  ) {
    self.due = due
    self.local = local
    self.timeZone = timeZone
    self.clockChange = clockChange
    self.exclusion = exclusion
    self.startsAt = startsAt
  }
}
