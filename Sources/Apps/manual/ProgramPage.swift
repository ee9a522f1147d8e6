/// The manual of the whole program: what there is, and what all commands have in common.
struct ProgramPage {
  let program: HelpDump.Command
  let version: String
  let date: String

  var text: String {
    let discussion = Discussion(program.discussion ?? "")
    let name = program.commandName
    let commands = program.shownSubcommands.map { command in
      ".It Xr \(name)-\(command.commandName) 1\n" + Mdoc.paragraphs(command.abstract ?? "")
    }
    let examples = discussion.examples.map { Mdoc.typed($0) + "\n" }.joined()
    return """
      .Dd \(date)
      .Dt \(name.uppercased()) 1
      .Os "\(name.prefix(1).uppercased())\(name.dropFirst()) \(version)"
      .Sh NAME
      .Nm \(name)
      .Nd \(Mdoc.text(CommandPage.phrase(program.abstract ?? "")))
      .Sh SYNOPSIS
      .Nm \(name)
      .Ar command
      .Op Ar options
      .Nm \(name)
      .Ar command
      .Fl -help
      .Sh DESCRIPTION
      \(Mdoc.paragraphs(discussion.text))\
      .Sh COMMANDS
      .Bl -tag -width Ds
      \(commands.joined())\
      .El
      \(Self.surroundings)\
      .Sh EXIT STATUS
      0 when it is done, 1 when it failed, 2 when it was asked wrongly, 3 when the end of what was waited for was not seen.
      .Sh EXAMPLES
      .Bd -literal -offset indent
      \(examples)\
      .Ed
      .Sh SEE ALSO
      .Xr \(name).yaml 5 ,
      .Xr crontab 5 ,
      .Xr systemd.service 5

      """
  }

  private static let surroundings = """
    .Sh ENVIRONMENT
    .Bl -tag -width Ds
    .It Ev CARILLON_CONFIG
    The configuration, where no
    .Fl -config
    is given.
    .It Ev NO_COLOR , CLICOLOR_FORCE , TERM
    No colours when the first is set, colours always when the second is, none on a terminal that calls itself dumb.
    .It Ev TZDIR
    Where the time zones are, instead of
    .Pa /usr/share/zoneinfo .
    .El
    .Sh FILES
    .Bl -tag -width Ds
    .It Pa carillon.yaml , /etc/carillon/carillon.yaml
    The configuration, where neither an option nor the environment names one.
    .It Pa .carillon , /var/lib/carillon
    The state directory: the ledger, the output of commands, and the socket by which commands reach the daemon.
    .El

    """
}

/// The manual of the configuration file: its example, in which every key is explained.
struct ConfigurationPage {
  let program: String
  let example: String
  let version: String
  let date: String

  var text: String {
    let lines = example.split(separator: "\n", omittingEmptySubsequences: false).map { Mdoc.literal($0) + "\n" }.joined()
    return """
      .Dd \(date)
      .Dt \(program.uppercased()).YAML 5
      .Os "\(program.prefix(1).uppercased())\(program.dropFirst()) \(version)"
      .Sh NAME
      .Nm \(program).yaml
      .Nd configuration of the daemon \(program)
      .Sh DESCRIPTION
      The daemon reads it once, when it starts; it is YAML.
      This is an example with every key; what is left out has the value shown, unless the comment says otherwise.
      .Bd -literal
      \(lines)\
      .Ed
      .Sh SEE ALSO
      .Xr \(program) 1 ,
      .Xr \(program)-check 1 ,
      .Xr \(program)-doctor 1

      """
  }
}

extension Mdoc {
  /// A line in a literal display, its blanks kept.
  static func literal(_ line: some StringProtocol) -> String {
    let escaped = plain(String(line).replacing("\\", with: "\\e")).replacing("-", with: "\\-")
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&\(escaped)" : escaped
  }
}
