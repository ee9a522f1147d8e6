import ControlMessages

/// The story of an instant as `why` shows it: the answer, what to do, then each step that led there.
struct WhyText {
  let why: WhyMessage
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    var answer = screen.palette.paint(why.answer.printable, .heading) + "\n"
    if let advice = why.advice { answer += "\(screen.palette.paint("what to do:", .attention)) \(advice.printable)\n" }
    var fields = FieldList()
    fields.add("instant", moments.moment(why.at))
    for step in why.story { fields.add(step.step, step.text) }
    fields.add("due before", moments.moment(why.previousDue))
    fields.add("due after", moments.moment(why.nextDue))
    return answer + "\n" + fields.text(on: screen)
  }
}

/// A promise as `explain` shows it.
struct GuaranteeText {
  let guarantee: GuaranteeMessage
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    for detail in guarantee.details { fields.add(detail.step.replacing("_", with: " "), detail.text) }
    return "\(guarantee.schedule): \(guarantee.answer)".printable + "\n\n" + fields.text(on: screen)
  }
}
