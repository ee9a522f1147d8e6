/// The manual of one command of the program, with all that stands below it.
struct CommandPage {
  let command: HelpDump.Command
  let program: String
  let version: String
  /// `November 21, 2026`.
  let date: String

  /// `carillon-list`.
  var name: String { "\(program)-\(command.commandName)" }

  var text: String {
    let discussion = Discussion(command.discussion ?? "")
    var page = head
    page += synopsis(of: command, under: program)
    page += ".Sh DESCRIPTION\n" + Mdoc.paragraphs([command.abstract ?? "", discussion.text].filter { !$0.isEmpty }.joined(separator: "\n"))
    if !command.shownArguments.isEmpty { page += ".Sh OPTIONS\n" + options(command) }
    if !command.shownSubcommands.isEmpty { page += ".Sh COMMANDS\n" + command.shownSubcommands.map(section).joined() }
    page += ".Sh EXIT STATUS\n0 when it is done, 1 when it failed, 2 when it was asked wrongly.\n"
    page += examples(discussion, heading: ".Sh EXAMPLES\n")
    return page + ".Sh SEE ALSO\n.Xr \(program) 1 ,\n.Xr \(program).yaml 5\n"
  }

  private var head: String {
    """
    .Dd \(date)
    .Dt \(name.uppercased()) 1
    .Os "\(program.prefix(1).uppercased())\(program.dropFirst()) \(version)"
    .Sh NAME
    .Nm \(name)
    .Nd \(Mdoc.text(Self.phrase(command.abstract ?? "")))

    """
  }

  /// As a part of a sentence: `show every schedule`.
  static func phrase(_ sentence: String) -> String {
    let text = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private func synopsis(of command: HelpDump.Command, under path: String) -> String {
    ".Sh SYNOPSIS\n" + usage(command, under: path)
  }

  private func usage(_ command: HelpDump.Command, under path: String) -> String {
    var lines = ".Nm \(path) \(command.commandName)\n"
    if !command.shownSubcommands.isEmpty { lines += ".Op Ar command\n" }
    for argument in command.shownArguments {
      let words = Self.words(argument)
      lines += (argument.isOptional || argument.kind == .flag ? ".Op \(words)" : ".\(words)") + (argument.isRepeating ? " ..." : "") + "\n"
    }
    return lines
  }

  /// `Fl -config Ar file`.
  private static func words(_ argument: HelpDump.Argument) -> String {
    let value = "Ar \(Mdoc.argument(argument.valueName ?? "value"))"
    switch argument.kind {
    case .positional: return value
    case .flag: return flag(argument.preferredName)
    case .option: return "\(flag(argument.preferredName)) \(value)"
    }
  }

  private static func flag(_ name: HelpDump.Argument.Name?) -> String {
    guard let name else { return "Fl \\&" }
    return name.kind == "long" ? "Fl -\(name.name)" : "Fl \(name.name)"
  }

  private func options(_ command: HelpDump.Command) -> String {
    ".Bl -tag -width Ds\n" + command.shownArguments.map(item).joined() + ".El\n"
  }

  private func item(_ argument: HelpDump.Argument) -> String {
    let names = (argument.names ?? []).map { Self.flag($0) }
    let value = argument.kind == .flag ? "" : " Ar \(Mdoc.argument(argument.valueName ?? "value"))"
    let term = names.isEmpty ? String(value.dropFirst()) : names.joined(separator: " , ") + value
    var lines = ".It \(term)\n" + Mdoc.paragraphs(argument.abstract ?? "")
    if let values = argument.allValues, !values.isEmpty { lines += "One of \(Mdoc.text(values.joined(separator: ", "))).\n" }
    if let standard = argument.defaultValue, argument.kind == .option { lines += "Default: \(Mdoc.text(standard)).\n" }
    return lines
  }

  // MARK: What stands below

  private func section(_ below: HelpDump.Command) -> String {
    guard below.shownSubcommands.isEmpty else { return kind(below) }
    let discussion = Discussion(below.discussion ?? "")
    var lines = ".Ss \(below.commandName)\n" + usage(below, under: "\(program) \(command.commandName)") + ".Pp\n"
    lines += Mdoc.paragraphs([below.abstract ?? "", discussion.text].filter { !$0.isEmpty }.joined(separator: "\n"))
    if !below.shownArguments.isEmpty { lines += options(below) }
    return lines + examples(discussion, heading: ".Pp\nFor example:\n")
  }

  /// A kind of record, with what can be done with it: all kinds have the same options.
  private func kind(_ below: HelpDump.Command) -> String {
    let verbs = below.shownSubcommands.map(\.commandName).joined(separator: ", ")
    let help = Mdoc.typed("\(program) \(command.commandName) \(below.commandName) \(below.shownSubcommands[0].commandName) --help")
    return ".Ss \(below.commandName)\n" + Mdoc.paragraphs(below.abstract ?? "") + "What can be done: \(Mdoc.text(verbs)).\n.Dl \(help)\n"
  }

  private func examples(_ discussion: Discussion, heading: String) -> String {
    guard !discussion.examples.isEmpty else { return "" }
    return heading + ".Bd -literal -offset indent\n" + discussion.examples.map { Mdoc.typed($0) + "\n" }.joined() + ".Ed\n"
  }
}

/// What a command says about itself: text, and the examples in it.
struct Discussion {
  private(set) var text = ""
  private(set) var examples: [String] = []

  init(_ discussion: String) {
    var lines: [String] = []
    for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let mark = line.firstRange(of: "Example: ") ?? line.firstRange(of: "Examples: ") else {
        lines.append(String(line))
        continue
      }
      // A line of examples alone leaves no empty one, which would begin a paragraph.
      if mark.lowerBound > line.startIndex { lines.append(String(line[..<mark.lowerBound])) }
      let rest = line[mark.upperBound...]
      examples += line[mark] == "Examples: " ? rest.split(separator: "; ").map(String.init) : [String(rest)]
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    text = lines.joined(separator: "\n")
  }
}
