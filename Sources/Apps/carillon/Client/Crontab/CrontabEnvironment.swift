/// What cron gives to a command besides its arguments.
struct CrontabEnvironment: Equatable {
  private(set) var variables: [String: String]
  private(set) var workingDirectory: String?
  /// What could not be carried over.
  private(set) var notes: [String] = []

  /// Cron's own, which a daemon's is longer than. Source: crontab(5) of Debian.
  private static let usualPath = "/usr/bin:/bin"
  /// What cron itself reads, and the command has no use for.
  private static let ofCron: Set<String> = ["MAILTO", "MAILFROM", "CRON_TZ", "RANDOM_DELAY", "CONTENT_TYPE", "CONTENT_TRANSFER_ENCODING"]

  init(_ entry: Crontab.Entry, account: CrontabImport.Account?) {
    variables = ["PATH": Self.usualPath, "SHELL": CrontabCommand.usualShell]
    if let account {
      variables["HOME"] = account.home
      variables["LOGNAME"] = account.name
    }
    for (name, value) in entry.variables.sorted(by: { $0.key < $1.key }) where !Self.ofCron.contains(name) {
      if !Self.isName(name) {
        notes.append("the variable '\(name)' has a name that no command can be given")
      } else if value.contains("{{") {
        notes.append("the variable '\(name)' holds {{, which is a template here, and is left out")
      } else {
        variables[name] = value
      }
    }
    // Cron starts where HOME is.
    let home = variables["HOME"] ?? ""
    workingDirectory = home.hasPrefix("/") ? home : nil
  }

  /// As schedule files take them: letters, digits and _, none that Carillon sets itself.
  private static func isName(_ name: String) -> Bool {
    guard let first = name.first, !first.isNumber, !name.hasPrefix("CARILLON_") else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
