/// An explanation as `explain` shows it: words and canonical form, the next fires, then each warning with carets.
struct ExplanationText {
  let explanation: Explanation
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    let warnings = explanation.warnings.map { "\n\($0.text)\(Self.rewrites($0))" }
    return screen.palette.paint(explanation.words.printable, .heading) + "\n" + facts + "\n" + fires + warnings.joined()
  }

  private var facts: String {
    var fields = FieldList()
    fields.add("canonical", explanation.canonical)
    fields.add("time zone", explanation.timeZone)
    return fields.text
  }

  private var fires: String {
    if explanation.event != nil { return "it names no instant\n" }
    if explanation.neverFires { return "it never fires\n" }
    return DueTable(heading: nil, due: explanation.next, moments: moments, screen: screen).text
  }

  private static func rewrites(_ warning: CronWarningItem) -> String {
    guard let rewrites = warning.rewrites else { return "" }
    var fields = FieldList()
    fields.add("for either", rewrites.either)
    fields.add("for both", rewrites.both)
    return fields.text
  }
}
