import ControlMessages

/// `/schedules/{id}` of a schedule that is gone: what the ledger keeps of it.
package struct RemovedSchedulePage {
  private let content: RemovedScheduleContent
  private let why: WhyMessage?
  private let question: (text: String, problem: String?)
  private let frame: Frame

  package init(
    _ content: RemovedScheduleContent, why: WhyMessage? = nil, question: (text: String, problem: String?) = ("", nil), _ frame: Frame
  ) {
    self.content = content
    self.why = why
    self.question = question
    self.frame = frame
  }

  private var times: Times { Times(now: frame.now) }

  package var text: String {
    Layout(frame: frame, place: .schedules, heading: content.name).page {
      div(.class("stack")) {
        div(.class("title")) {
          h1 { content.name }
          Marks.mark(.quiet, "removed")
        }
        p(.class("notice quiet")) { "This schedule was removed: nothing of it is due any more. The ledger keeps what it did." }
        WhySection(address: .schedule(content.id), question: question, why: why, times: times).html
        section(.class("card"), .set("aria-labelledby", "history-title")) {
          h2(.id("history-title")) { "History" }
          Tables.runs("The newest rows of this schedule", content.history, times, withSchedule: false)
          p { anchor(.href(Address.runs.with([("schedule", content.id)]))) { "All its runs" } }
        }
      }
    }
  }
}
