import ControlMessages

/// One line of the list of schedules.
package struct ScheduleLine: Sendable {
  package var item: ScheduleItem
  /// When it is due, in words.
  package var words: String
  package var next: UpcomingFire?
  /// Its last rows, oldest first.
  package var last: [RunItem]

  package init(item: ScheduleItem, words: String, next: UpcomingFire?, last: [RunItem]) {
    self.item = item
    self.words = words
    self.next = next
    self.last = last
  }
}

/// What the list of schedules was asked for.
package struct ScheduleFilter: Sendable, Equatable {
  /// Part of a name, an id, or a word of the trigger's kind.
  package var search: String
  package var state: String
  package var tag: String
  /// From 1.
  package var page: Int

  package init(search: String = "", state: String = "", tag: String = "", page: Int = 1) {
    self.search = search
    self.state = state
    self.tag = tag
    self.page = page
  }

  package static let pageSize = 50
}

package struct SchedulesContent: Sendable {
  package var filter: ScheduleFilter
  package var page: PagePlace
  package var lines: [ScheduleLine]
  /// How many are in each state, whatever is filtered.
  package var states: [String: Int]
  /// Every tag that some schedule has, in order; the first hundred.
  package var tags: [String]
  /// How many more there are.
  package var moreTags: Int

  package init(
    filter: ScheduleFilter, page: PagePlace, lines: [ScheduleLine], states: [String: Int], tags: [String], moreTags: Int = 0
  ) {
    self.filter = filter
    self.page = page
    self.lines = lines
    self.states = states
    self.tags = tags
    self.moreTags = moreTags
  }
}

/// Which part of a list a page shows.
package struct PagePlace: Sendable, Equatable {
  package var index: Int
  package var size: Int
  package var total: Int

  package init(index: Int, size: Int, total: Int) {
    self.index = index
    self.size = size
    self.total = total
  }

  var last: Int { max(1, (total + size - 1) / size) }
}

/// All about one schedule.
package struct ScheduleContent: Sendable {
  package var line: ScheduleLine
  /// Up to twenty.
  package var upcoming: [UpcomingFire]
  /// Its newest rows, newest first.
  package var history: [RunItem]
  package var guarantee: GuaranteeMessage
  /// What it starts, without secrets.
  package var request: RequestContent?

  package init(
    line: ScheduleLine, upcoming: [UpcomingFire], history: [RunItem], guarantee: GuaranteeMessage, request: RequestContent?
  ) {
    self.line = line
    self.upcoming = upcoming
    self.history = history
    self.guarantee = guarantee
    self.request = request
  }
}

/// What is left of a schedule that was removed.
package struct RemovedScheduleContent: Sendable {
  package var id: String
  /// The last that it had.
  package var name: String
  /// Its newest rows, newest first.
  package var history: [RunItem]

  package init(id: String, name: String, history: [RunItem]) {
    self.id = id
    self.name = name
    self.history = history
  }
}

/// What is sent or started, as it may be shown: secrets are masked by whoever makes it.
package struct RequestContent: Sendable, Equatable {
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package var fields: [Field]
  /// Several lines: a body, parameters.
  package var text: String?

  package init(fields: [Field], text: String? = nil) {
    self.fields = fields
    self.text = text
  }
}
