import Foundation

/// Makes manual pages of what a program says about itself:
///
///     carillon --experimental-dump-help | carillon-manual FOLDER VERSION SECONDS EXAMPLE
///
/// SECONDS since 1970 become the pages' date; EXAMPLE is the commented configuration.
@main
struct Manual {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let seconds = Int(arguments[3]) else {
      FileHandle.standardError.write(
        Data("usage: PROGRAM --experimental-dump-help | carillon-manual FOLDER VERSION SECONDS EXAMPLE\n".utf8))
      exit(2)
    }
    let help = try JSONDecoder().decode(HelpDump.self, from: FileHandle.standardInput.readDataToEndOfFile())
    let example = try String(contentsOfFile: arguments[4], encoding: .utf8)
    let pages = pages(of: help.command, version: arguments[2], date: date(seconds), example: example)
    try FileManager.default.createDirectory(atPath: arguments[1], withIntermediateDirectories: true)
    for (name, text) in pages { try Data(text.utf8).write(to: URL(fileURLWithPath: arguments[1]).appendingPathComponent(name)) }
  }

  /// By the names of their files.
  static func pages(of program: HelpDump.Command, version: String, date: String, example: String) -> [String: String] {
    let name = program.commandName
    var pages = [
      "\(name).1": ProgramPage(program: program, version: version, date: date).text,
      "\(name).yaml.5": ConfigurationPage(program: name, example: example, version: version, date: date).text,
    ]
    for command in program.shownSubcommands {
      let page = CommandPage(command: command, program: name, version: version, date: date)
      pages["\(page.name).1"] = page.text
    }
    return pages
  }

  /// `November 21, 2026`: mdoc wants it so.
  static func date(_ seconds: Int) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "MMMM d, yyyy"
    return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
  }
}
