import CivilTime
import ScheduleFiles
import Scheduling

/// The schedules that do what a crontab does, and what of it they cannot do.
struct CrontabImport {
  struct Schedule {
    var name: String
    var line: Int
    var text: String
    /// What is different from now on, in sentences.
    var notes: [String]
    /// The file that has it already, where that is none that an import would write.
    var elsewhere: String?
  }

  struct Loss: Equatable {
    var line: Int
    var text: String
    var sentence: String
  }

  private(set) var schedules: [Schedule] = []
  /// Lines that are not carried over.
  private(set) var losses: [Loss] = []

  /// The account whose crontab it is; what cron gives to each of its commands.
  struct Account: Equatable {
    var name: String
    var home: String
  }

  let timeZone: String
  /// Where the files will be; nil: nothing is there.
  let folder: CrontabFolder?
  let accountNamed: (String) -> Account?

  /// - Parameters:
  ///   - timeZone: what the times mean where no `CRON_TZ` is set: that of the machine.
  ///   - owner: of a crontab without a column for users.
  init(
    _ crontab: Crontab, timeZone: String, owner: String?, folder: CrontabFolder? = nil, accountNamed: @escaping (String) -> Account?
  ) {
    (self.timeZone, self.folder, self.accountNamed) = (timeZone, folder, accountNamed)
    losses = crontab.problems.map { Loss(line: $0.line, text: $0.text, sentence: $0.sentence) }
    var sound: [SoundLine] = []
    for entry in crontab.entries {
      do throws(CrontabTiming.Problem) {
        sound.append(try read(entry, owner: owner))
      } catch {
        losses.append(Loss(line: entry.line, text: entry.text, sentence: error.sentence))
      }
    }
    losses.sort { $0.line < $1.line }
    let names = CrontabNames(sound.map(\.naming), in: folder).names
    schedules = zip(sound, names).map { line, given in schedule(line, given, owner: owner) }
  }

  /// Writes a file of each schedule, and destroys nothing. A file that says the same stays as it is, also when its line stands elsewhere in
  /// the crontab by now.
  func write(to folder: String, overwrites: Bool) throws -> [PulledFiles.Item] {
    let files = PulledFiles(
      folder: folder, overwrites: overwrites, advice: "name another folder with --output", isAside: Self.saysWhereALineStands)
    return try files.write(schedules.map { PulledSchedule(name: $0.name, text: $0.text, elsewhere: $0.elsewhere) })
  }

  /// A line that can be carried over.
  private struct SoundLine {
    let entry: Crontab.Entry
    let command: CrontabCommand
    let environment: CrontabEnvironment
    let naming: CrontabNames.Line
  }

  private func read(_ entry: Crontab.Entry, owner: String?) throws(CrontabTiming.Problem) -> SoundLine {
    let timing = try CrontabTiming(entry.timing)
    let zone = try zone(of: entry)
    let command = CrontabCommand(entry.command, shell: entry.variables["SHELL"])
    guard let argv = command.argv else {
      throw .init(
        sentence: "what follows % is the command's input, and \(command.shell) cannot be given it in a script; write it to a file")
    }
    guard !argv.contains(where: { $0.contains("{{") }) else {
      throw .init(sentence: "{{ is a template here, and cannot be written otherwise; put the command into a script")
    }
    let environment = CrontabEnvironment(entry, account: (entry.user ?? owner).flatMap(accountNamed))
    let start = CrontabStart(
      command: CommandTrigger(argv: argv, cwd: environment.workingDirectory, env: environment.variables), expression: timing.expression,
      timeZone: zone)
    return SoundLine(
      entry: entry, command: command, environment: environment,
      naming: CrontabNames.Line(wanted: CrontabName(command: command.script).text, start: start))
  }

  private func schedule(_ line: SoundLine, _ given: CrontabNames.Given, owner: String?) -> Schedule {
    let naming = naming(given.name, of: line.naming).map { [$0] } ?? []
    return Schedule(
      name: given.name, line: line.entry.line, text: file(given.name, line.entry, line.naming.start),
      notes: naming + notes(line.entry, line.command, line.environment, owner: owner), elsewhere: given.elsewhere)
  }

  /// Why it does not have the name that it would have alone, where the folder is the reason.
  private func naming(_ name: String, of line: CrontabNames.Line) -> String? {
    guard name != line.wanted, let folder, let file = folder.holder(of: line.wanted, otherThan: line.start.command.argv) else { return nil }
    let hasError = folder.faulty.contains(file)
    return "it is named \(name): \(file) has \(hasError ? "an error, and may have that name" : "something else already")"
  }

  /// What the times of a line mean. As in cron, an empty `CRON_TZ` is none.
  private func zone(of entry: Crontab.Entry) throws(CrontabTiming.Problem) -> String {
    guard let name = entry.timeZone else { return timeZone }
    guard CommandParts.zone(named: name) != nil else {
      throw .init(sentence: "CRON_TZ=\(name): no such time zone on this machine; write an IANA name such as Europe/Stockholm")
    }
    return name
  }

  private func file(_ name: String, _ entry: Crontab.Entry, _ start: CrontabStart) -> String {
    let command = start.command
    var trigger: [String: JSONValue] = ["kind": "command", "argv": .array(command.argv.map(JSONValue.string))]
    if let home = command.cwd { trigger["cwd"] = .string(home) }
    if !command.env.isEmpty { trigger["env"] = .object(command.env.mapValues(JSONValue.string)) }
    // As cron does: nothing is made up for, and nothing waits for the one before.
    let policy: JSONValue = ["misfire": "skip", "overlap": "allow"]
    let record = ScheduleRecord(id: ScheduleRecord.fileID(name: name), name: name, source: .file, cronExpression: start.expression)
    let binding: JSONValue = .object(["trigger": .object(trigger), "policy": policy, "time_zone": .string(start.timeZone)])
    let body = ScheduleFileText(record: record, binding: binding).text
    let comments = entry.comments + (entry.comments.isEmpty ? [] : [""]) + [place(of: entry)]
    return comments.map { $0.isEmpty ? "#\n" : "# \($0.printable)\n" }.joined() + body
      + "# misfire: last makes up for what was missed; overlap: skip leaves one out while the last one still runs.\n"
  }

  private func place(of entry: Crontab.Entry) -> String { "Line \(entry.line) of the crontab: \(entry.text)" }

  /// True for a file's line of comment that says what `place` does.
  private static func saysWhereALineStands(_ line: String) -> Bool {
    let start = "# Line "
    return line.hasPrefix(start) && line.dropFirst(start.count).drop(while: \.isNumber).hasPrefix(" of the crontab: ")
  }

  private func notes(_ entry: Crontab.Entry, _ command: CrontabCommand, _ environment: CrontabEnvironment, owner: String?) -> [String] {
    var notes = environment.notes
    if let user = entry.user ?? owner {
      notes.append("cron ran it as \(user); a daemon runs every command as its own user")
    }
    if let mail = entry.variables["MAILTO"], !mail.isEmpty {
      notes.append("MAILTO=\(mail): output is kept ('carillon logs NAME') and not mailed; alerts of the configuration can be")
    }
    if command.input != nil { notes.append("what follows % is given as standard input by the script itself") }
    if command.leavesWorkBehind {
      notes.append("it ends in &: what still runs in the background when the command ends is ended; take the & away, and nohup with it")
    }
    if entry.variables["TZ"] != nil, entry.timeZone == nil {
      notes.append(
        "TZ is given to the command, as Debian's cron does; when it is due is counted in \(timeZone): change time_zone if TZ was meant for that"
      )
    }
    if let delay = entry.variables["RANDOM_DELAY"] {
      notes.append("RANDOM_DELAY=\(delay) is not carried over; policy: {jitter: \(delay)m} spreads it")
    }
    return notes
  }
}
