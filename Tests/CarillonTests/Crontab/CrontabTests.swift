import ArgumentParser
import ControlMessages
import Foundation
import TestSupport
import Testing

@testable import carillon

@Suite struct CrontabTests {
  @Test func commentsAndVariablesBelongToTheLinesBelowThem() throws {
    let crontab = Crontab(
      """
      # A heading of its own.

      MAILTO = "ops@example.com"
      PATH=/usr/local/bin:/usr/bin
      # Every night.
      #   With a second line.
      15 2 * * *   /srv/backup.sh --full
      \t@hourly\tdate
      """, hasUsers: false)
    #expect(crontab.problems.isEmpty)
    let first = try #require(crontab.entries.first)
    #expect(first.line == 7 && first.timing == "15 2 * * *" && first.command == "/srv/backup.sh --full")
    #expect(first.comments == ["Every night.", "With a second line."])
    #expect(first.variables == ["MAILTO": "ops@example.com", "PATH": "/usr/local/bin:/usr/bin"])
    #expect(crontab.entries.last?.timing == "@hourly" && crontab.entries.last?.command == "date")
  }

  @Test func aSystemCrontabHasAColumnForTheUser() throws {
    let crontab = Crontab("17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n@daily www-data id\n", hasUsers: true)
    #expect(crontab.entries.map(\.user) == ["root", "www-data"])
    #expect(crontab.entries.map(\.command) == ["cd / && run-parts --report /etc/cron.hourly", "id"])
  }

  @Test func linesThatAreNotUTF8AreToldAndNotChanged() throws {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8).map { $0 == UInt8(ascii: "~") ? 0xE9 : $0 } }
    let text = "NAME=old\n# Caf~.\n0 1 * * * /srv/a\n# Below.\nNAME=caf~\r\n0 2 * * * /srv/caf~\n0 3 * * * /srv/\u{FFFD}\n"
    let crontab = Crontab(bytes(text), hasUsers: false)
    #expect(crontab.problems.map(\.line) == [5, 6])
    #expect(crontab.problems.allSatisfy { $0.sentence.contains("is not UTF-8") })
    #expect(crontab.problems.map(\.text) == ["NAME=caf\u{FFFD}", "0 2 * * * /srv/caf\u{FFFD}"])
    #expect(crontab.entries.map(\.command) == ["/srv/a", "/srv/\u{FFFD}"])
    #expect(crontab.entries.map(\.comments) == [["Caf\u{FFFD}."], []])
    #expect(crontab.entries.map(\.variables) == [["NAME": "old"], [:]])
  }

  @Test(arguments: ["1 2 3 4 5", "@daily", "run it", "* * * *"]) func whatIsNoEntryIsTold(line: String) {
    let crontab = Crontab(line, hasUsers: false)
    #expect(crontab.entries.isEmpty && crontab.problems.count == 1)
  }

  @Test(arguments: [
    ("0 5 * * 1-5", "0 5 * * 1-5"), ("*/15 8-18/2 1,15 jan sun", "*/15 8-18/2 1,15 jan sun"), ("@Daily", "@daily"),
    ("0 0 */2 * mon", "0 0 */2 * +mon"), ("0 0 13 * */2", "0 0 13 * +*/2"), ("0 0 13 * 5", "0 0 13 * 5"), ("0 0 */2 * *", "0 0 */2 * *"),
    ("-5 4 * * *", "5 4 * * *"),
  ]) func timesAreCarriedOver(timing: String, expression: String) throws {
    #expect(try CrontabTiming(timing).expression == expression)
  }

  @Test(arguments: [
    ("@reboot", "systemd unit"), ("@every_minute", "one cron only"), ("60 * * * *", "minute '60'"), ("0/5 * * * *", "0-59/5"),
    ("* 22-4 * * *", "hour '22-4'"), ("0~30 * * * *", "H(0-59)"), ("* * 0 * *", "day of month '0'"), ("* * * * 8", "day of week '8'"),
    ("* * * foo *", "month 'foo'"), ("*/0 * * * *", "nothing that cron takes"), ("L * * * *", "nothing that cron takes"),
    ("1,,2 * * * *", "nothing that cron takes"), ("0 0 31 2 *", "never fires"), ("0 0 30 2 */2", "never fires"),
  ]) func whatCronsDoNotShareIsToldAndNotGuessed(timing: String, word: String) {
    let problem = #expect(throws: CrontabTiming.Problem.self) { try CrontabTiming(timing) }
    #expect(problem?.sentence.contains(word) == true, "\(problem?.sentence ?? "")")
  }

  @Test func whatFollowsAPercentSignIsStandardInput() {
    #expect(CrontabCommand("date +\\%F", shell: nil).argv == ["/bin/sh", "-c", "date +%F"])
    #expect(
      CrontabCommand("mail -s hello ops%Dear all,%%bye", shell: "/bin/bash").argv == [
        "/bin/bash", "-c", "exec <<'STANDARD_INPUT'\nDear all,\n\nbye\nSTANDARD_INPUT\nmail -s hello ops",
      ])
    #expect(CrontabCommand("cat%STANDARD_INPUT", shell: nil).argv?.last?.contains("STANDARD_INPUT_") == true)
    #expect(CrontabCommand("cat%x", shell: "/usr/bin/tcsh").argv == nil)
  }

  @Test(arguments: [
    ("nohup /srv/train.sh &", true), ("(/srv/train.sh > /var/log/train.log 2>&1 & )", true), ("/srv/train.sh&", true),
    ("/srv/train.sh", false), ("/srv/a & wait", false), ("cd /srv && ./train.sh 2>&1", false), ("true &&", false), ("", false),
  ]) func aCommandThatLeavesItsWorkInTheBackgroundIsKnown(command: String, leaves: Bool) {
    #expect(CrontabCommand(command, shell: nil).leavesWorkBehind == leaves)
  }

  @Test(arguments: [
    ("/usr/local/bin/backup.sh --full", "backup"), ("cd / && run-parts --report /etc/cron.hourly", "run-parts"),
    ("test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }", "run-parts"),
    ("FOO=bar nice -n 10 python3 /srv/train.py", "train"), ("flock -n /run/x.lock /srv/sync", "sync"),
    ("flock -w 10 /run/x.lock -c '/srv/sync --all'", "sync"), ("> /var/log/x.log 2>&1 /srv/sync", "sync"),
    ("true >/dev/null && /srv/sync", "sync"), ("/usr/bin/true >/dev/null 2>&1", "true"), ("/srv/report.sh>>/var/log/report.log", "report"),
    ("[ -x /usr/bin/certbot ] && certbot -q renew", "certbot"), ("\"/opt/a b\"", "a"), ("* 2 3", "-"), ("echo hi > /dev/null", "echo"),
    ("/srv/bin/übersicht.sh", "bersicht"), ("/srv/.profile", "profile"), ("é-n-code.py", "n-code"),
    ("/srv/0b0ade0000004000800000000000000a", "job-0b0ade0000004000800000000000000a"),
  ]) func aNameIsFoundInTheCommand(command: String, name: String) {
    let found = CrontabName(command: command).text
    #expect(found == name || name == "-" && !found.isEmpty, "\(found)")
  }

  // MARK: The column for the user

  @Test(arguments: [
    ("0 1 * * * root /usr/bin/id\n@daily ada /srv/x --all", true), ("0 1 * * * root /usr/bin/id\n0 2 * * * /srv/x --all", false),
    ("0 1 * * * root", false), ("0 1 * * * root  ", false), ("0 1 * * * eve /usr/bin/id", false), ("# nothing", false), ("A=b", false),
  ]) func aColumnOfAccountsIsSeen(text: String, isSeen: Bool) {
    let crontab = Crontab(text, hasUsers: false)
    #expect(crontab.seemsToHaveUsers { ["root", "ada"].contains($0) } == isSeen)
  }

  @Test func aFileIsKnownByItsPlaceWhateverPathLeadsThere() throws {
    let scratch = try ScratchDirectory()
    for name in ["etc/crontab", "etc/cron.d/x", "etc/cron.daily/x", "srv/jobs", "srv/crontab"] { try scratch.write("", to: name) }
    try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: scratch.path("etc"))
    try FileManager.default.createSymbolicLink(atPath: scratch.path("mine"), withDestinationPath: scratch.path("etc/crontab"))
    try FileManager.default.createSymbolicLink(atPath: scratch.path("etc/cron.d/jobs"), withDestinationPath: scratch.path("srv/jobs"))
    let known = ["etc/crontab", "etc/./cron.d/../crontab", "link/crontab", "mine", "etc/cron.d/x", "etc/cron.d/jobs"]
    for name in known { #expect(CrontabPlace.hasUsers(scratch.path(name), etc: scratch.path("link")), "\(name)") }
    for name in ["srv/jobs", "srv/crontab", "etc/cron.daily/x", "etc/nowhere"] {
      #expect(!CrontabPlace.hasUsers(scratch.path(name), etc: scratch.path("etc")), "\(name)")
    }
    #expect(!CrontabPlace.hasUsers("-"))
  }

  @Test func aCopyOfASystemCrontabIsNotTakenForAUsers() throws {
    let scratch = try ScratchDirectory()
    try scratch.write("0 1 * * * root /usr/bin/id --user\n", to: "crontab")
    let path = scratch.path("crontab")
    let output = ["--output", scratch.path("schedules")]
    let problem = #expect(throws: ControlProblem.self) { try ImportCrontab.parse([path] + output).run() }
    #expect("\(problem as Any)".contains("say --system, or --no-system"))
    #expect(try ImportCrontab.parse([path]).system == nil)
    #expect(try ImportCrontab.parse([path, "--system"]).system == true)
    #expect(try ImportCrontab.parse([path, "--no-system"]).system == false)
    #expect(!FileManager.default.fileExists(atPath: scratch.path("schedules")))
  }
}
