import ControlMessages

/// `/runs/{id}`: one row of the ledger, from its due instant to its end.
package struct RunPage {
  private let content: RunContent
  private let frame: Frame

  package init(_ content: RunContent, _ frame: Frame) {
    self.content = content
    self.frame = frame
  }

  private var run: RunItem { content.run }
  private var times: Times { Times(now: frame.now) }
  private var address: Address { .run(run.fireID) }

  package var text: String {
    Layout(frame: frame, place: .runs, heading: "\(run.schedule), due \(run.due)").page {
      div(.class("stack"), .set("data-events", run.scheduleID)) {
        div(.class("stack"), .id("head"), .flag("data-live")) { title }
        div(.class("columns")) {
          div(.class("stack")) {
            section(.class("card"), .id("path"), .flag("data-live"), .set("aria-labelledby", "path-title")) {
              h2(.id("path-title")) { "From due to end" }
              RunPath(run: run, times: times).html
            }
            section(.class("card"), .id("log"), .flag("data-live"), .set("aria-labelledby", "log-title")) { log }
          }
          div(.class("stack")) {
            section(.class("card"), .id("answer"), .flag("data-live"), .set("aria-labelledby", "answer-title")) { answer }
            section(.class("card"), .set("aria-labelledby", "request-title")) { request }
          }
        }
      }
    }
  }

  private var title: HTML {
    HTMLBuilder.buildArray([
      div(.class("title")) {
        h1 {
          anchor(.href(.schedule(run.scheduleID))) { run.schedule }
          ", due "
          timeTag(.set("datetime", run.due)) { run.due }
        }
        Marks.outcome(run.outcome)
        actions
      },
      p(.class("notice \(OutcomeLook(run.outcome).rawValue)")) {
        strong { content.meaning.prefix(1).uppercased() + content.meaning.dropFirst() }
        ". What to do: \(content.advice)."
      },
    ])
  }

  private var actions: HTML? {
    guard frame.viewer.mayOperate, content.mayBeCancelled || content.mayBeRetried else { return nil }
    return div(.class("actions")) {
      content.mayBeCancelled ? Forms.link("Cancel", address.within("cancel")) : nil
      content.mayBeRetried ? Forms.link("Run again", address.within("retry"), "button") : nil
    }
  }

  private var log: HTML {
    HTMLBuilder.buildArray([
      h2(.id("log-title")) { "Log" },
      content.log.map(written) ?? p(.class("empty")) { content.logProblem ?? "There is no log here." },
    ])
  }

  private func written(_ piece: RunLogMessage) -> HTML {
    // A line break whose other half may come: the script begins with it.
    let isWithinABreak = !piece.isLast && LogText.endsWithinABreak(piece.text)
    return HTMLBuilder.buildArray([
      beginning(piece) ?? .empty,
      pre(
        .set("tabindex", "0"), .label("What the run has written"), .set("data-log", run.fireID), .set("data-offset", piece.nextOffset),
        .set("data-attempt", piece.attempt ?? run.attempt), .set("data-last", piece.isLast ? "true" : "false"),
        isWithinABreak ? Attribute.flag("data-return") : nil
      ) { LogText.shown(isWithinABreak ? String(piece.text.dropLast()) : piece.text) },
      piece.text.isEmpty ? p(.class("faint")) { piece.isLast ? "It has written nothing." : "It has written nothing yet." } : .empty,
      piece.lostBytes.map(lossNote) ?? .empty,
    ])
  }

  /// What is said of what came before; nil where all is shown.
  private func beginning(_ piece: RunLogMessage) -> HTML? {
    guard content.logLeftOut > 0 else {
      return piece.hasGap ? p(.class("faint")) { "Some of what it has written is no longer kept." } : nil
    }
    return p(.class("faint")) {
      "Only the end is shown, without the first \(counted(content.logLeftOut, "byte")): "
      code { "carillon logs \(run.fireID)" }
      " has all that is kept."
    }
  }

  private func lossNote(_ lost: Int) -> HTML { p(.class("faint")) { "\(counted(lost, "byte")) could not be kept." } }

  private var answer: HTML {
    HTMLBuilder.buildArray([
      h2(.id("answer-title")) { "Answer" },
      Tables.facts([
        ("Outcome", Marks.outcome(run.outcome)), ("Reason", run.reason.map { HTML($0) }),
        ("Reason code", run.reasonCode.map { reason in code { reason } }), ("Status at the target", run.runStatus.map { HTML($0) }),
        ("Run", run.runName.map { HTML($0) }), ("Run id", run.runID.map { id in code { id } }), ("Attempt", HTML("\(run.attempt)")),
        ("Kind", HTML(Marks.words(run.kind))), ("Instants", run.count > 1 ? HTML(grouped(run.count)) : nil),
        (
          "Stands for",
          run.missedCount.map { HTML("\(counted($0, "missed instant")), from \(run.missedFirst ?? "") to \(run.missedLast ?? "")") }
        ),
        ("Repeats", run.replayOf.map { link("another fire", $0) }), ("Follows", run.follows.map { link("another fire", $0) }),
        ("Carried by", run.carriedBy.map { link("a later fire", $0) }), ("Backfill", run.backfillID.map { id in code { id } }),
        ("Fire id", code { run.fireID }),
      ]),
      p {
        anchor(.href(Address.schedule(run.scheduleID).with([("why", "yes"), ("at", run.due)]).at("why"))) { "The whole story: why?" }
      },
    ])
  }

  private var request: HTML {
    HTMLBuilder.buildArray([
      h2(.id("request-title")) { "Request" },
      content.request.map { RequestPart(request: $0).html } ?? p(.class("empty")) { "Nothing was to be sent." },
      content.request == nil ? .empty : p(.class("hint")) { "Values that may be secrets are masked." },
    ])
  }

  private func link(_ text: String, _ fireID: String) -> HTML { anchor(.href(.run(fireID))) { text } }
}

/// due → claim → send → end.
struct RunPath {
  let run: RunItem
  let times: Times

  private struct Step {
    let name: String
    let at: String?
    let note: String?
    /// Nil for what did not happen and will not.
    let isDone: Bool
  }

  var html: HTML {
    ol(.class("path")) {
      steps.map { step in
        li(.class(step.isDone ? "done" : "open")) {
          div(.class("step")) {
            strong { step.name }
            step.at.map { times.stamp($0) }
            step.note.map { note in span(.class("faint")) { note } }
          }
        }
      }
    }
  }

  private var steps: [Step] {
    var steps = [
      Step(name: "Due", at: run.due, note: jitter, isDone: true),
      Step(name: "Claimed", at: run.claimedAt, note: "on the disk, " + after(run.due, run.claimedAt, of: "it was due"), isDone: true),
    ]
    if let started = run.startedAt {
      steps.append(Step(name: "Sent", at: started, note: "first byte, " + after(run.claimedAt, started, of: "the claim"), isDone: true))
      if !wasRefused {
        steps.append(
          Step(name: "Started", at: nil, note: runWords, isDone: run.runID != nil || run.finishedAt != nil || run.outcome == "started"))
      }
    }
    steps.append(end)
    return steps
  }

  private var jitter: String? {
    run.jitterMilliseconds.map { "the schedule's jitter puts it \(Times.length(milliseconds: $0)) behind" }
  }

  /// Its target answered the request, and started nothing.
  private var wasRefused: Bool { run.runID == nil && run.runStatus == nil && ["failed", "rejected"].contains(run.outcome) }

  private var runWords: String { run.runName.map { "run \($0)" } ?? "no run of its own name" }

  private var end: Step {
    let isOver = OutcomeLook(run.outcome) != .running
    guard isOver else {
      return Step(
        name: "End", at: nil, note: "not yet: it is \(Marks.words(run.outcome))\(run.reason.map { ", \($0)" } ?? "")", isDone: false)
    }
    let took = run.startedAt.flatMap { Times.milliseconds(from: $0, to: run.finishedAt) }.map {
      ", after \(Times.length(milliseconds: $0))"
    }
    return Step(name: "Ended", at: run.finishedAt, note: Marks.words(run.outcome) + (took ?? ""), isDone: true)
  }

  private func after(_ start: String, _ end: String, of what: String) -> String {
    guard let milliseconds = Times.milliseconds(from: start, to: end) else { return "after \(what)" }
    return milliseconds < 0
      ? "\(Times.length(milliseconds: -milliseconds)) before \(what)" : "\(Times.length(milliseconds: milliseconds)) after \(what)"
  }
}
