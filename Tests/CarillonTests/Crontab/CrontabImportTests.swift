import CivilTime
import Foundation
import ScheduleFiles
import Scheduling
import TestSupport
import Testing

@testable import carillon

@Suite struct CrontabImportTests {
  private func imported(
    _ text: String, hasUsers: Bool = false, owner: String? = "ada", into folder: CrontabFolder? = nil
  ) -> CrontabImport {
    CrontabImport(Crontab(text, hasUsers: hasUsers), timeZone: "UTC", owner: owner, folder: folder) {
      $0 == "ada" ? CrontabImport.Account(name: "ada", home: "/srv/ada") : nil
    }
  }

  @Test func aLineBecomesAFileThatSaysAllThatCronWouldDo() throws {
    let schedule = try #require(
      imported("SHELL=/bin/bash\nCRON_TZ=Europe/Berlin\nLIMIT=\"5 GB\"\n# Every night.\n15 2 * * * /srv/backup.sh | logger\n").schedules
        .first)
    #expect(
      schedule.text == """
        # Every night.
        #
        # Line 5 of the crontab: 15 2 * * * /srv/backup.sh | logger
        name: "backup"
        cron_expression: "15 2 * * *"
        time_zone: "Europe/Berlin"
        trigger:
          argv:
            - "/bin/bash"
            - "-c"
            - "/srv/backup.sh | logger"
          cwd: "/srv/ada"
          env:
            HOME: "/srv/ada"
            LIMIT: "5 GB"
            LOGNAME: "ada"
            PATH: "/usr/bin:/bin"
            SHELL: "/bin/bash"
          kind: "command"
        policy:
          misfire: "skip"
          overlap: "allow"
        # misfire: last makes up for what was missed; overlap: skip leaves one out while the last one still runs.

        """)
    #expect(schedule.notes == ["cron ran it as ada; a daemon runs every command as its own user"])
  }

  @Test func whatCannotBeCarriedOverIsSaidWithItsLine() {
    let result = imported(
      """
      MAILTO=ops@example.com
      @reboot root /srv/start
      0 1 * * * root /usr/bin/id
      5 1 * * * www-data cat%hello
      10 1 * * * root docker ps --format '{{.ID}}'
      """, hasUsers: true)
    #expect(result.losses.map(\.line) == [2, 5])
    #expect(result.losses[0].sentence.contains("systemd unit") && result.losses[1].sentence.contains("into a script"))
    #expect(result.schedules.map(\.name) == ["id", "cat"])
    #expect(
      result.schedules[0].notes.contains { $0.contains("as root") } && result.schedules[1].notes.contains { $0.contains("as www-data") })
    #expect(result.schedules.allSatisfy { $0.notes.contains { $0.contains("MAILTO=ops@example.com") } })
    #expect(result.schedules[1].notes.contains { $0.contains("standard input") })
  }

  @Test func aLineThatLeavesItsWorkInTheBackgroundIsToldThatThisEnds() {
    let schedules = imported("0 3 * * * nohup /srv/train.sh &\n0 4 * * * /srv/report.sh\n").schedules
    #expect(schedules.map(\.name) == ["train", "report"])
    #expect(schedules.map { $0.notes.contains { $0.contains("what still runs in the background") } } == [true, false])
  }

  @Test func linesUnderAZoneThatIsNotThereAreNotCarriedOver() throws {
    let result = imported(
      """
      CRON_TZ=Mars/Olympus
      0 1 * * * /srv/a
      TZ=Asia/Tokyo
      CRON_TZ=
      0 2 * * * /srv/b
      CRON_TZ="Europe/Berlin"
      0 3 * * * /srv/c
      """)
    #expect(result.losses.map(\.line) == [2])
    #expect(result.losses[0].sentence.contains("CRON_TZ=Mars/Olympus: no such time zone on this machine"))
    #expect(result.schedules.map(\.name) == ["b", "c"])
    #expect(result.schedules[0].text.contains("time_zone: \"UTC\"") && result.schedules[1].text.contains("time_zone: \"Europe/Berlin\""))
    #expect(result.schedules.map { $0.notes.contains { $0.contains("counted in UTC") } } == [true, false])
    try expectSound(result.schedules.map(\.text))
  }

  @Test func namesAreUnique() {
    #expect(imported("0 1 * * * /a/x.sh\n0 2 * * * /b/x.sh\n").schedules.map(\.name) == ["x", "x-2"])
    #expect(imported("0 1 * * * /a/x.sh\n0 2 * * * /b/X.sh\n").schedules.map(\.name) == ["x", "X-2"])
  }

  // MARK: A folder that has something already

  /// What an import into the folder prints.
  private func written(_ text: String, into folder: ScratchDirectory, overwrites: Bool = false) throws -> CrontabText {
    let imported = self.imported(text, into: CrontabFolder(folder.path))
    return CrontabText(imported: imported, files: try imported.write(to: folder.path, overwrites: overwrites))
  }

  @Test(arguments: [false, true]) func twoCrontabsMayHaveScriptsOfOneName(overwrites: Bool) throws {
    let folder = try ScratchDirectory()
    let crontabs = ["0 3 * * * /srv/a/backup.sh\n", "0 4 * * * /srv/b/backup.sh\n5 4 * * * /srv/c/backup.sh\n"]
    for crontab in crontabs { #expect(try written(crontab, into: folder, overwrites: overwrites).isWhole) }
    for (file, script) in [("backup", "a"), ("backup-2", "b"), ("backup-3", "c")] {
      #expect(folder.read("\(file).yaml")?.contains("/srv/\(script)/backup.sh") == true, "\(file)")
    }
    let again = try crontabs.map { try written($0, into: folder, overwrites: overwrites) }
    #expect(again.flatMap(\.files).map(\.result) == [.same, .same, .same])
    #expect(again[1].imported.schedules.map(\.name) == ["backup-2", "backup-3"])
    #expect(again[1].notes.contains("it is named backup-2: backup.yaml has something else already"), "\(again[1].notes)")
    #expect(again[1].text.contains("2 schedules, and all of the crontab is carried over"), "\(again[1].text)")
  }

  @Test func aScheduleOfAnotherFileKeepsItsName() throws {
    let folder = try ScratchDirectory()
    try folder.write("name: backup\ninterval_seconds: 60\ntrigger: {kind: command, argv: [/bin/true]}\n", to: "nb.yaml")
    try folder.write("name: other\ninterval_seconds: 60\ntrigger: {kind: command, argv: [/bin/true]}\n", to: "sync.yaml")
    let text = try written("0 3 * * * /srv/backup.sh\n0 4 * * * /srv/sync\n", into: folder)
    #expect(text.imported.schedules.map(\.name) == ["backup-2", "sync-2"])
    #expect(text.notes.contains("nb.yaml has something else already") && text.notes.contains("sync.yaml has something else already"))
    #expect(text.isWhole && !folder.exists("backup.yaml"))
  }

  @Test(arguments: [
    ("site.yaml", "name: backup\ninterval_seconds: [\n"), ("site.yaml", "name: other\ntrigger: 5\n---\n- \"name\" : 'backup' # old\n"),
    ("site.yml", "{interval_seconds: x, name: backup}\n"), ("backup.yml", "interval_seconds: [\n"), ("backup.yaml", "  \n"),
  ]) func theNamesOfAFileWithAnErrorAreLeftToIt(file: String, broken: String) throws {
    let folder = try ScratchDirectory()
    try folder.write(broken, to: file)
    try folder.write("name: sound\ninterval_seconds: 60\ntrigger: {kind: command, argv: [/bin/true]}\n", to: "sound.yaml")
    let text = try written("0 3 * * * /srv/backup.sh\n0 4 * * * /srv/report.sh\n", into: folder, overwrites: true)
    #expect(text.imported.schedules.map(\.name) == ["backup-2", "report"])
    #expect(text.notes.contains("line 1: it is named backup-2: \(file) has an error, and may have that name"), "\(text.notes)")
    #expect(text.notes.contains("note: \(file) of the folder could not be read without an error"), "\(text.notes)")
    #expect(text.report.filesWithErrors == [file])
    #expect(text.isWhole && folder.read(file) == broken)
  }

  @Test func aFolderThatIsNotThereHoldsNothing() throws {
    let folder = CrontabFolder(try ScratchDirectory().path("none"))
    #expect(folder.faulty.isEmpty && imported("0 3 * * * /srv/backup.sh\n", into: folder).schedules.map(\.name) == ["backup"])
  }

  @Test func aFileOfTheSameCommandThatSaysSomethingElseIsNotCarriedOver() throws {
    let folder = try ScratchDirectory()
    #expect(try written("0 3 * * * /srv/backup.sh\n", into: folder).isWhole)
    let text = try written("0 4 * * * /srv/backup.sh\n", into: folder)
    #expect(text.files.map(\.result) == [.different] && !text.isWhole)
    #expect(text.text.contains("1 schedule, and 1 file is left alone; look at them"), "\(text.text)")
    #expect(text.text.contains("Take the lines that the files have, and only these, out of the crontab"), "\(text.text)")
    #expect(try written("0 4 * * * /srv/backup.sh\n", into: folder, overwrites: true).files.map(\.result) == [.written])
  }

  // MARK: Again, after lines have changed

  /// Each file of the folder as `file: script at expression`.
  private func held(_ folder: ScratchDirectory) -> [String] {
    FileCheck(configurations: [], schedules: [folder.path], environment: [:]).read().catalog.schedules.map { schedule in
      guard case .command(let command) = schedule.trigger.action else { return schedule.name }
      return "\(schedule.name): \(command.argv.last ?? "") at \(schedule.record.cronExpression ?? "")"
    }.sorted()
  }

  private func remove(_ file: String, from folder: ScratchDirectory) throws {
    try FileManager.default.removeItem(atPath: folder.path(file))
  }

  @Test func aCommandKeepsItsFileWhenTheLineAboveItIsDropped() throws {
    let folder = try ScratchDirectory()
    #expect(try written("0 1 * * * /a/backup.sh\n0 2 * * * /b/backup.sh\n", into: folder).isWhole)
    try remove("backup.yaml", from: folder)
    let text = try written("0 2 * * * /b/backup.sh\n", into: folder)
    #expect(text.imported.schedules.map(\.name) == ["backup-2"] && text.imported.schedules[0].line == 1)
    #expect(held(folder) == ["backup-2: /b/backup.sh at 0 2 * * *"])
    // At another time it is still the same command: its file says something else.
    #expect(try written("0 3 * * * /b/backup.sh\n", into: folder).files.map(\.result) == [.different])
    #expect(held(folder) == ["backup-2: /b/backup.sh at 0 2 * * *"])
  }

  @Test(arguments: [false, true]) func ofOneCommandAtTwoTimesEachTimeKeepsItsFile(overwrites: Bool) throws {
    let folder = try ScratchDirectory()
    #expect(try written("0 1 * * * /usr/bin/backup.sh\n0 13 * * * /usr/bin/backup.sh\n", into: folder).isWhole)
    let both = held(folder)
    #expect(both == ["backup-2: /usr/bin/backup.sh at 0 13 * * *", "backup: /usr/bin/backup.sh at 0 1 * * *"])
    let text = try written("0 13 * * * /usr/bin/backup.sh\n", into: folder, overwrites: overwrites)
    #expect(text.imported.schedules.map(\.name) == ["backup-2"] && text.imported.schedules[0].notes.count == 1)
    #expect(held(folder) == both)
    // A new line above them takes the file of none.
    let added = "5 0 * * * /usr/bin/backup.sh\n0 13 * * * /usr/bin/backup.sh\n0 1 * * * /usr/bin/backup.sh\n"
    #expect(try written(added, into: folder, overwrites: overwrites).imported.schedules.map(\.name) == ["backup-3", "backup-2", "backup"])
    #expect(held(folder) == ["backup-2: /usr/bin/backup.sh at 0 13 * * *", "backup-3: /usr/bin/backup.sh at 5 0 * * *", both[1]])
  }

  @Test func namesThatDifferByCaseAloneAreHeldAsOne() throws {
    let folder = try ScratchDirectory()
    #expect(try written("0 1 * * * /a/backup.sh\n0 2 * * * /b/backup.sh\n0 3 * * * /c/Backup.sh\n", into: folder).isWhole)
    let again = try written("0 2 * * * /b/backup.sh\n0 3 * * * /c/Backup.sh\n", into: folder)
    #expect(again.imported.schedules.map(\.name) == ["backup-2", "Backup-3"])
    let other = try written("0 4 * * * /d/BACKUP.sh\n", into: folder)
    #expect(other.imported.schedules.map(\.name) == ["BACKUP-4"])
    #expect(other.notes.contains("it is named BACKUP-4: backup.yaml has something else already"), "\(other.notes)")
    #expect(held(folder).count == 4)
  }

  @Test(arguments: [false, true]) func aLineThatStandsElsewhereNowSaysTheSame(overwrites: Bool) throws {
    let folder = try ScratchDirectory()
    #expect(try written("0 1 * * * /srv/a\n# Nightly.\n0 2 * * * /srv/b\n", into: folder).isWhole)
    let before = folder.read("b.yaml")
    let moved = try written("\n\n# Nightly.\n0  2 * * * /srv/b\n", into: folder, overwrites: overwrites)
    #expect(moved.files.map(\.result) == [.same] && moved.isWhole && moved.imported.schedules.map(\.line) == [4])
    #expect(folder.read("b.yaml") == before)
    // What stands above the line is the file's to say.
    let explained = try written("0 1 * * * /srv/a\n# Weekly.\n0 2 * * * /srv/b\n", into: folder)
    #expect(explained.files.map(\.result) == [.same, .different])
  }

  @Test(arguments: [false, true]) func aScheduleThatWasPutIntoAnotherFileIsNotWrittenAgain(overwrites: Bool) throws {
    let folder = try ScratchDirectory()
    let crontab = "0 1 * * * /srv/backup.sh\n0 2 * * * /srv/report.sh\n"
    let schedules = imported(crontab).schedules
    let both = schedules.map(\.text).joined(separator: "---\n")
    try folder.write(both, to: "nightly.yaml")
    let text = try written(crontab, into: folder, overwrites: overwrites)
    #expect(text.files.map(\.result) == [.same, .same])
    #expect(text.files.allSatisfy { $0.file == folder.path("nightly.yaml") })
    #expect(text.isWhole && folder.read("nightly.yaml") == both && held(folder).count == 2)
    // At another time it is another schedule.
    #expect(try written("0 3 * * * /srv/backup.sh\n", into: folder).imported.schedules.map(\.name) == ["backup-2"])
  }

  @Test func ofTwoAccountsWithOneLineEachKeepsItsOwn() throws {
    let folder = try ScratchDirectory()
    let lines = ["0 1 * * * ada /srv/backup.sh\n", "0 1 * * * root /srv/backup.sh\n"]
    let first = imported(lines.joined(), hasUsers: true, into: CrontabFolder(folder.path)).schedules
    #expect(first.map(\.name) == ["backup", "backup-2"])
    for schedule in first { try folder.write(schedule.text, to: "\(schedule.name).yaml") }
    #expect(imported(lines[1], hasUsers: true, into: CrontabFolder(folder.path)).schedules.map(\.name) == ["backup-2"])
    #expect(
      imported(lines.reversed().joined(), hasUsers: true, into: CrontabFolder(folder.path)).schedules.map(\.name) == ["backup-2", "backup"])
  }

  @Test func aDryRunIsJSONToo() throws {
    struct Report: Decodable {
      struct Item: Decodable {
        let line: Int
        let schedule: String
        let file: String?
        let text: String?
      }
      struct Loss: Decodable { let line: Int }
      let schedules: [Item]
      let not_carried_over: [Loss]
    }
    let result = imported("0 1 * * * /srv/backup.sh\n@reboot /srv/start\n")
    let text = CrontabText(imported: result, files: [])
    let report = try JSONDecoder().decode(Report.self, from: Data(try jsonText(text.report).utf8))
    #expect(report.schedules.map(\.schedule) == ["backup"] && report.schedules.map(\.line) == [1])
    #expect(report.schedules.map(\.text) == [result.schedules[0].text] && report.schedules.allSatisfy { $0.file == nil })
    #expect(report.not_carried_over.map(\.line) == [2])
  }

  @Test func whatWasNeverATextOfSchedulesStaysOnItsLine() throws {
    let schedule = try #require(imported("# a\u{1B}[31m\r\n0 1 * * * echo '\u{2028}\u{7F}'\n").schedules.first)
    try expectSound([schedule.text])
    #expect(!schedule.text.contains("\u{1B}"))
  }

  // MARK: The same times

  private static let items: [[String]] = [
    ["*", "*/7", "0", "59", "5,35", "10-20", "0-59/13", "*,3", "1-5,50-59/3"],
    ["*", "*/5", "0", "23", "1,13", "8-18", "0-23/7", "3-4,20-22/2"],
    ["*", "*/2", "*/10", "1", "31", "13,28", "10-20/3", "29-31", "*,5"],
    ["*", "*/3", "2", "jan,jul", "mar-may", "6-12/2", "DEC"],
    ["*", "*/2", "0", "7", "mon-fri", "SUN", "5-7", "1-7/2", "*/3", "0,6", "*,2"],
  ]

  @Test func manyLinesAreDueWhenCronWouldStartThem() throws {
    var generator = SeededGenerator(seed: 20_261_121)
    let lines = (0..<600).map { _ in Self.items.map { $0.randomElement(using: &generator)! } }
    let text = lines.map { $0.joined(separator: " ") + " /bin/true" }.joined(separator: "\n")
    let result = imported(text)
    // All leap days with all weekdays come within 28 years.
    let never = Set(lines.indices.filter { CronItself(lines[$0]).fires(1, days: 28 * 366).isEmpty })
    #expect(!never.isEmpty && result.losses.map(\.line) == never.sorted().map { $0 + 1 })
    #expect(result.losses.allSatisfy { $0.sentence.contains("never fires") }, "\(result.losses)")
    let carried = lines.indices.filter { !never.contains($0) }.map { lines[$0] }
    try #require(result.schedules.count == carried.count)
    let definitions = try expectSound(result.schedules.map(\.text))
    for (fields, schedule) in zip(carried, result.schedules) {
      let record = try #require(definitions[schedule.name])
      let due = try RecordTiming(of: record, zoneNamed: CommandParts.zone(named:)).due
      let wanted = CronItself(fields).fires(40, days: 900).map { Int64($0) + Self.start }
      var (found, last): ([Int64], Instant) = ([], Instant(secondsSinceEpoch: Self.start))
      while found.count < wanted.count, let next = due.next(after: last) {
        found.append(next.secondsSinceEpoch)
        last = next
      }
      #expect(found == wanted, "\(fields.joined(separator: " ")) as \(record.cronExpression ?? "")")
    }
  }

  /// 2026-11-21T00:00:00Z.
  private static let start: Int64 = 1_795_219_200

  /// The records of the files, which pass `check`.
  @discardableResult
  private func expectSound(_ texts: [String]) throws -> [String: ScheduleRecord] {
    let folder = try ScratchDirectory()
    for (index, text) in texts.enumerated() { try folder.write(text, to: "\(index).yaml") }
    let read = FileCheck(configurations: [], schedules: [folder.path], environment: [:]).read()
    #expect(read.errors.isEmpty, "\(read.errors)")
    return Dictionary(uniqueKeysWithValues: read.catalog.schedules.map { ($0.record.name, $0.record) })
  }
}

/// SplitMix64, so that the same lines are tried each time.
private struct SeededGenerator: RandomNumberGenerator {
  var seed: UInt64

  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var word = (seed ^ (seed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
