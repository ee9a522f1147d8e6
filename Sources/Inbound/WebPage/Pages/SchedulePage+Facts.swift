import ControlMessages

/// What is promised for a schedule, and where it comes from.
extension SchedulePage {
  var policySection: HTML {
    section(.class("card"), .set("aria-labelledby", "policy-title")) {
      h2(.id("policy-title")) { "Guarantee and policy" }
      p { Self.sentence(content.guarantee.answer) }
      details {
        summary { "Every promise and policy in words" }
        Tables.facts(content.guarantee.details.map { (name: Marks.words($0.step), value: HTML($0.text)) })
      }
      item.policy.map { policy in
        Tables.facts([
          ("Misfire", HTML(Marks.words(policy.misfire))), ("Overlap", HTML(Marks.words(policy.overlap))),
          ("Retry", HTML(policy.retry.attempts == 1 ? "none" : "up to \(policy.retry.attempts) attempts")),
          ("Timeout", HTML(policy.timeoutSeconds.map { Times.length(Int64($0)) } ?? "none")),
          ("Jitter", policy.jitterSeconds > 0 ? HTML("up to \(Times.length(Int64(policy.jitterSeconds)))") : nil),
          ("Mutex", policy.mutex.map { HTML($0) }),
          (
            "Calendars", policy.calendars.isEmpty ? nil : HTML(policy.calendars.map { "\($0.name) (\($0.action))" }.joined(separator: ", "))
          ),
          ("Runs used up", policy.maxRuns.map { HTML("\(item.runsStarted ?? 0) of \($0)") }),
        ])
      }
    }
  }

  var recordSection: HTML {
    section(.class("card"), .set("aria-labelledby", "record-title")) {
      h2(.id("record-title")) { "Record" }
      Tables.facts([
        ("Source", HTML(item.source)), ("Trigger", HTML(item.trigger.map(Marks.words) ?? "none")),
        ("Bound by", item.binding.map { HTML($0) }), ("Time zone", HTML(item.zoneInForce)),
        ("Starts", item.startTime.map { times.stamp($0) }), ("Ends", item.endTime.map { times.stamp($0) }),
        ("Revision", HTML("\(item.revision)")), ("Answered for after", times.stamp(item.owedFrom)),
        ("Failures in a row", item.failuresInARow.map { HTML("\($0)") }), ("Id", code { item.id }),
      ])
      content.request.map { request in
        details {
          summary { "What it starts" }
          RequestPart(request: request).html
        }
      }
      backfills
    }
  }

  private var backfills: HTML? {
    guard !item.backfills.isEmpty else { return nil }
    return HTMLBuilder.buildArray([
      h3 { "Backfills under way" },
      ul {
        item.backfills.map { backfill in
          li {
            "from "
            times.stamp(backfill.position)
            " to "
            times.stamp(backfill.end)
          }
        }
      },
    ])
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}

/// The question what became of an instant, with its answer.
struct WhySection {
  /// Of the schedule's page.
  let address: Address
  let question: (text: String, problem: String?)
  let why: WhyMessage?
  let times: Times

  var html: HTML {
    section(.class("card"), .id("why"), .set("aria-labelledby", "why-title")) {
      h2(.id("why-title")) { "Why?" }
      Forms.get(address, .class("filter")) {
        Forms.field(
          "What became of the instant", name: "at", value: question.text,
          hint: "ISO 8601, such as 2026-11-21T02:00:00Z; empty: the latest one")
        Forms.hidden("why", "yes")
        Forms.submit("Tell me why")
      }
      question.problem.map { problem in p(.class("notice bad"), .set("role", "alert")) { problem } }
      why.map { WhyPart(why: $0, times: times).html }
    }
  }
}

/// The story of an instant.
struct WhyPart {
  let why: WhyMessage
  let times: Times

  var html: HTML {
    div(.class("tight"), .set("role", "status")) {
      p { strong { why.answer } }
      why.advice.map { advice in p(.class("faint")) { "What to do: \(advice)" } }
      why.row.map { row in
        p {
          Marks.outcome(row.outcome)
          " "
          anchor(.href(.run(row.fireID))) { "This run" }
        }
      }
      Tables.facts(why.story.map { (name: Marks.words($0.step), value: HTML($0.text)) })
      neighbours
    }
  }

  private var neighbours: HTML? {
    guard why.previousDue != nil || why.nextDue != nil else { return nil }
    return p(.class("actions")) {
      why.previousDue.map { link("← due before", $0) }
      why.nextDue.map { link("due after →", $0) }
    }
  }

  private func link(_ text: String, _ at: String) -> HTML {
    anchor(.href(Address.schedule(why.scheduleID).with([("why", "yes"), ("at", at)])), .title(at)) { text }
  }
}

/// What is sent or started.
struct RequestPart {
  let request: RequestContent

  var html: HTML {
    HTMLBuilder.buildArray([
      Tables.facts(request.fields.map { (name: $0.name, value: HTML($0.value)) }),
      request.text.map { text in pre(.set("tabindex", "0"), .label("Body")) { text } } ?? .empty,
    ])
  }
}
