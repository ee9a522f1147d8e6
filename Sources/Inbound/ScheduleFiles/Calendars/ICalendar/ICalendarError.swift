/// What is wrong with one property of an iCalendar text, in a sentence that names it.
struct ICalendarError: Error {
  let sentence: String
  init(_ sentence: String) { self.sentence = sentence }
}
