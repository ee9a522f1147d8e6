import ControlMessages

/// A question before something is done: a page of its own, so that it works without a script.
package struct ConfirmPage {
  private let frame: Frame
  private let place: Place
  private let heading: String
  private let sentences: [String]
  private let fields: HTML
  private let action: Address
  private let doIt: String
  private let isGrave: Bool
  private let back: Address

  private init(
    _ frame: Frame, _ place: Place, _ heading: String, _ sentences: [String], fields: HTML = .empty, action: Address, doIt: String,
    isGrave: Bool = false, back: Address
  ) {
    (self.frame, self.place, self.heading, self.sentences) = (frame, place, heading, sentences)
    (self.fields, self.action, self.doIt, self.isGrave, self.back) = (fields, action, doIt, isGrave, back)
  }

  package var text: String {
    Layout(frame: frame, place: place, heading: heading).page {
      section(.class("card")) {
        h1 { heading }
        sentences.map { sentence in p { sentence } }
        Forms.post(action, frame, .class("form")) {
          fields
          p(.class("actions")) {
            Forms.submit(doIt, .class(isGrave ? "button grave" : "button"))
            Forms.link("No, go back", back)
          }
        }
      }
    }
  }

  package static func trigger(_ item: ScheduleItem, _ frame: Frame) -> ConfirmPage {
    let underWay = item.underWay.isEmpty ? [] : ["\(counted(item.underWay.count, "fire")) of it is under way now."]
    return ConfirmPage(
      frame, .schedules, "Trigger \(item.name) now?",
      ["One manual fire is claimed at once, beside what is scheduled. It starts its \(item.trigger.map(Marks.words) ?? "trigger")."]
        + underWay,
      action: Address.schedule(item.id).within("trigger"), doIt: "Trigger now", back: .schedule(item.id))
  }

  package static func pause(_ item: ScheduleItem, _ frame: Frame) -> ConfirmPage {
    ConfirmPage(
      frame, .schedules, "Pause \(item.name)?", ["What is due meanwhile is written down as skipped. What is under way goes on."],
      fields: HTMLBuilder.buildArray([
        Forms.field("Until", name: "until", hint: "ISO 8601, such as 2026-11-22T06:00:00Z; empty: until somebody resumes it"),
        Forms.field("Reason", name: "reason", hint: "for those who wonder later"),
      ]), action: Address.schedule(item.id).within("pause"), doIt: "Pause", back: .schedule(item.id))
  }

  package static func resume(_ item: ScheduleItem, _ frame: Frame) -> ConfirmPage {
    ConfirmPage(
      frame, .schedules, "Resume \(item.name)?", item.pause.map { ["It is paused since \($0.since): \($0.reason)."] } ?? [],
      fields: Forms.checkbox("Run what was due meanwhile, as a backfill", name: "replay"),
      action: Address.schedule(item.id).within("resume"), doIt: "Resume", back: .schedule(item.id))
  }

  package static func cancel(_ run: RunItem, _ frame: Frame) -> ConfirmPage {
    ConfirmPage(
      frame, .runs, "Cancel this fire of \(run.schedule)?",
      ["It was due at \(run.due) and is \(Marks.words(run.outcome)). Its target is asked to end it."],
      fields: Forms.checkbox("End it by force, without time to clean up", name: "force"), action: Address.run(run.fireID).within("cancel"),
      doIt: "Cancel it", isGrave: true, back: .run(run.fireID))
  }

  package static func retry(_ run: RunItem, _ frame: Frame) -> ConfirmPage {
    ConfirmPage(
      frame, .runs, "Run this fire of \(run.schedule) again?",
      ["It was due at \(run.due) and \(Marks.words(run.outcome)). A new manual fire repeats it, and this one counts as dealt with."],
      action: Address.run(run.fireID).within("retry"), doIt: "Run again", back: .run(run.fireID))
  }

  /// - Parameter drops: they are let be instead of run again.
  package static func deadLetters(_ runs: [RunItem], drops: Bool, _ frame: Frame) -> ConfirmPage {
    let what = counted(runs.count, "dead letter")
    return ConfirmPage(
      frame, .deadLetters, drops ? "Let \(what) be?" : "Run \(what) again?",
      runs.prefix(20).map { "\($0.schedule), due \($0.due): \(Marks.words($0.outcome))" } + (runs.count > 20 ? ["and more"] : []),
      fields: HTMLBuilder.buildArray(runs.map { Forms.hidden("fire", $0.fireID) }),
      action: Address("/dead-letters").within(drops ? "drop" : "replay"), doIt: drops ? "Let them be" : "Run them again", back: .deadLetters
    )
  }
}

/// `/schedules/{id}/backfill`: which past instants, what that would run, and only then the deed.
package struct BackfillPage {
  private let item: ScheduleItem
  private let wanted: (from: String, to: String, parallel: String)
  private let preview: BackfillMessage?
  private let problem: String?
  private let frame: Frame

  package init(
    _ item: ScheduleItem, wanted: (from: String, to: String, parallel: String) = ("", "", "1"), preview: BackfillMessage? = nil,
    problem: String? = nil, _ frame: Frame
  ) {
    (self.item, self.wanted, self.preview, self.problem, self.frame) = (item, wanted, preview, problem, frame)
  }

  private static let shown = 100

  package var text: String {
    Layout(frame: frame, place: .schedules, heading: "Backfill \(item.name)").page {
      section(.class("card")) {
        h1 { "Backfill \(item.name)" }
        p { "Runs past due instants, oldest first, as fires of their own. First you see which." }
        problem.map { text in p(.class("notice bad"), .set("role", "alert")) { text } }
        Forms.get(Address.schedule(item.id).within("backfill"), .class("form")) {
          Forms.field(
            "From", name: "from", value: wanted.from, hint: "inclusive; ISO 8601, such as 2026-11-20T00:00:00Z", more: .flag("required"))
          Forms.field("To", name: "to", value: wanted.to, hint: "inclusive; ISO 8601", more: .flag("required"))
          Forms.field("At a time", name: "max_parallel", value: wanted.parallel, hint: "how many of its fires may be under way, 1 to 100")
          p(.class("actions")) {
            Forms.submit("Show what would run")
            Forms.link("Back", .schedule(item.id))
          }
        }
      }
      preview.map { message in section(.class("card"), .id("preview"), .set("aria-labelledby", "preview-title")) { confirm(message) } }
    }
  }

  private func confirm(_ message: BackfillMessage) -> HTML {
    HTMLBuilder.buildArray([
      h2(.id("preview-title")) { "\(counted(message.instants.count, "fire")) would be run" },
      Tables.plain("Instants that would be run", ["Due (UTC)", "What the ledger says of it"]) {
        message.instants.prefix(Self.shown).map { instant in
          tr {
            th(.row) { Times(now: frame.now).stamp(instant.due) }
            td { instant.outcome.map(Marks.outcome) ?? span(.class("faint")) { "nothing" } }
          }
        }
      },
      message.instants.count > Self.shown ? p(.class("faint")) { "And \(grouped(message.instants.count - Self.shown)) more." } : .empty,
      Forms.post(Address.schedule(item.id).within("backfill"), frame, .class("actions")) {
        Forms.hidden("from", wanted.from)
        Forms.hidden("to", wanted.to)
        Forms.hidden("max_parallel", wanted.parallel)
        Forms.submit("Run \(counted(message.instants.count, "fire")) now")
      },
    ])
  }
}

/// What could not be shown or done, and what to do about it.
package struct ProblemPage {
  private let problem: ControlProblem
  private let frame: Frame

  package init(_ problem: ControlProblem, _ frame: Frame) {
    self.problem = problem
    self.frame = frame
  }

  package var text: String {
    Layout(frame: frame, place: nil, heading: heading).page {
      section(.class("card")) {
        h1 { heading }
        p(.class("notice bad"), .set("role", "alert")) { problem.message }
        problem.candidates.isEmpty
          ? .empty : ul { problem.candidates.map { id in li { anchor(.href(.schedule(id))) { id } } } }
        p { anchor(.href(.overview)) { "To the overview" } }
      }
    }
  }

  private var heading: String {
    switch problem.code {
    case .notFound: "Not found"
    case .ambiguous: "Which one?"
    case .conflict, .preconditionFailed, .keyReused: "That cannot be done now"
    case .badRequest, .misdirected: "That was not understood"
    case .forbidden, .unauthorized: "You may not do that"
    case .tooLarge, .tooManyRequests: "That is too much"
    case .unavailable: "Not available now"
    case .unwritten: "Not written down yet"
    default: "That did not work"
    }
  }
}
