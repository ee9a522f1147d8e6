import CivilTime
import Foundation
import ScheduleFiles
import Scheduling
import Seams
import TestSupport
import Testing

@testable import carillon

@Suite struct DoctorTests {
  @Test func theUnitThatComesWithCarillonHasNothingToMend() throws {
    let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let unit = UnitFile([try String(contentsOfFile: "\(package)/systemd/carillon.service", encoding: .utf8)])
    #expect(unit.differences.isEmpty && unit.program?.hasSuffix("/carillon") == true)
    #expect(unit.configuration == "/etc/carillon/carillon.yaml")
  }

  @Test func aUnitThatKillsCommandsOrIsNotRestartedIsTold() {
    let unit = UnitFile(["[Service]\nType=simple\nExecStart=-/opt/carillon serve\n", "[Service]\nRestart=always\n"])
    #expect(unit.differences.map(\.advice) == ["set Type=notify", "set KillMode=process", "set Delegate=yes", "set WatchdogSec=180"])
    #expect(unit.program == "/opt/carillon" && unit.configuration == nil)
  }

  private func unitFindings(_ configuration: String, in folder: ScratchDirectory) -> [Finding] {
    UnitCheck(configuration: configuration, folders: [folder.path("etc"), folder.path("run")], runsSystemd: true, home: nil).findings
  }

  private func unit(_ configuration: String) -> String {
    "[Service]\nType=notify\nExecStart=/bin/sh --config \(configuration)\nKillMode=process\nDelegate=yes\nRestart=always\nWatchdogSec=180\n"
  }

  @Test func ofAllDropInsTheLastByNameIsInForce() throws {
    let folder = try ScratchDirectory()
    try folder.write(unit("/etc/carillon/carillon.yaml"), to: "etc/carillon.service")
    try folder.write("[Service]\nKillMode=control-group\n", to: "etc/carillon.service.d/10-a.conf")
    try folder.write("[Service]\nKillMode=process\n", to: "run/carillon.service.d/90-z.conf")
    #expect(unitFindings("/etc/carillon/carillon.yaml", in: folder).map(\.level) == [.ok])
  }

  @Test func anInstancesUnitIsThatOfItsTemplateWithItsOwnDropIns() throws {
    let folder = try ScratchDirectory()
    try folder.write(unit("/etc/carillon/carillon.yaml"), to: "etc/carillon.service")
    try folder.write(unit("/etc/carillon/%i.yaml"), to: "run/carillon@.service")
    #expect(unitFindings("/etc/carillon/gpu.yaml", in: folder) == [.ok(.unit, folder.path("run/carillon@.service"))])
    try folder.write("[Service]\nKillMode=mixed\n", to: "etc/carillon@gpu.service.d/override.conf")
    #expect(unitFindings("/etc/carillon/gpu.yaml", in: folder).first?.sentence.contains("KillMode=mixed") == true)
    #expect(unitFindings("/etc/carillon/cpu.yaml", in: folder).map(\.level) == [.ok])
  }

  @Test func anInstanceWithoutAUnitIsNotSentToTheOtherDaemon() throws {
    let folder = try ScratchDirectory()
    try folder.write(unit("/etc/carillon/carillon.yaml"), to: "etc/carillon.service")
    let finding = try #require(unitFindings("/etc/carillon/gpu.yaml", in: folder).first)
    #expect(finding.sentence.hasPrefix("there is no carillon@gpu.service") && finding.advice?.contains("carillon@.service") == true)
  }

  @Test func theUnitWithoutANameMayReadAConfigurationOfAnotherName() throws {
    let folder = try ScratchDirectory()
    try folder.write(unit("/etc/carillon/gpu.yaml"), to: "etc/carillon.service")
    try folder.write(unit("/etc/carillon/%i.yaml"), to: "etc/carillon@.service")
    #expect(unitFindings("/etc/carillon/gpu.yaml", in: folder) == [.ok(.unit, folder.path("etc/carillon.service"))])
  }

  @Test(
    arguments: [
      ("https://api.example.com/x?y", "api.example.com", 443), ("http://[::1]:8080/a", "::1", 8080), ("http://u@h", "h", 80),
      ("HTTP://127.0.0.1:81", "127.0.0.1", 81),
    ] as [(String, String, UInt16)]) func aURLNamesAPlace(url: String, host: String, port: UInt16)
  {
    #expect(URLPlace(url).map { [$0.host, String($0.port)] } == [host, String(port)])
  }

  @Test(arguments: ["https://{{env:HOST}}/", "{{env:URL}}", "x"]) func aTemplateNamesNone(url: String) {
    #expect(URLPlace(url) == nil)
  }

  @Test func aProgramIsFoundAsTheSystemFindsIt() throws {
    let folder = try ScratchDirectory()
    try folder.write("#!/bin/sh\n", to: "there")
    #expect(ProgramSearch.find("sh", in: "/nowhere:/usr/bin:/bin") != nil)
    #expect(ProgramSearch.find("/bin/sh", in: "") == "/bin/sh")
    #expect(ProgramSearch.find(folder.path("there"), in: "") == nil, "it is not executable")
    #expect(ProgramSearch.find(folder.path, in: "") == nil, "it is a folder")
  }

  @Test func aHostThatMayNotBeCalledIsNotConnectedTo() {
    let rules = EgressRules(deny: [EgressRules.Place("127.0.0.0/8")].compactMap(\.self))
    guard case .forbidden = HostProbe(host: "127.0.0.1", port: 9, rules: rules).run() else {
      Issue.record("it was connected to")
      return
    }
  }

  @Test func aHostThatDoesNotAnswerIsNotNamedTwice() {
    #expect(HostProbe(host: "127.0.0.1", port: 1, rules: .standard).run() == .unreachable("Connection refused"))
  }

  @Test func aStoreThatCannotBeSeenIsNotTakenForAbsent() throws {
    let folder = try ScratchDirectory()
    try folder.write("", to: "state")
    let store = StateCheck(folder: folder.path("state"), isInUse: false).findings.filter { $0.area == .store }
    #expect(store.map(\.level) == [.warn], "\(store)")
  }

  @Test func whatTheConfigurationCallsEnoughIsEnough() throws {
    let folder = try ScratchDirectory()
    func level(_ bytes: UInt64) -> Finding.Level? {
      StateCheck(folder: folder.path, isInUse: false, enoughFreeBytes: bytes).findings.first { $0.area == .disk }?.level
    }
    #expect(level(1) == .ok)
    #expect(level(.max) != .ok)
  }

  @Test(
    arguments: [
      ("state_directory: /srv/state # here\nsurprise: 1", "/srv/state"), ("state_directory: 'state'", "/c/state"),
      ("surprise: 1", "/c/.carillon"), ("state_directory: [", nil),
    ] as [(String, String?)])
  func aConfigurationThatCannotBeUsedStillNamesItsState(_ text: String, _ state: String?) {
    let remains = ConfigurationRemains(text: text, path: "/c/carillon.yaml")
    #expect(remains.stateDirectory == state)
    #expect(remains.socket == state.map { "\($0)/carillon.sock" })
    let error = ConfigurationError(problems: [])
    #expect(UntoldSocket(error: error, socket: remains.socket).description.contains("--socket \(remains.socket ?? "FILE")"))
  }

  @Test(
    arguments: [
      ("listen: unix:/run/carillon-gpu/carillon.sock", "/run/carillon-gpu/carillon.sock"), ("listen: ['127.0.0.1:1', \"unix:s\"]", "/c/s"),
      ("listen:\n- 127.0.0.1:1\n- unix:/s # here\nlog_level: info", "/s"),
      ("listen: 127.0.0.1:1\nx: unix:/s", "/c/.carillon/carillon.sock"),
      ("listen:\n# - unix:/old\n  # - unix:/older\n  - unix:/s", "/s"),
      ("listen: [127.0.0.1:1] # unix:/old", "/c/.carillon/carillon.sock"), ("listen: unix:/a#b", "/a#b"),
    ])
  func aConfigurationThatCannotBeUsedStillNamesItsSocket(_ text: String, _ socket: String) {
    #expect(ConfigurationRemains(text: text, path: "/c/carillon.yaml").socket == socket)
  }

  @Test func whatIsFoundIsToldWithWhatToDo() {
    let findings: [Finding] = [
      .ok(.clock, "synchronised"), .warn(.unit, "there is none", do: "install it"), .fail(.store, "damaged", do: "restore it"),
    ]
    #expect(
      DoctorText(findings: findings, screen: .paper).text == """
        ok    clock          synchronised
        warn  unit           there is none
                             -> install it
        fail  store          damaged
                             -> restore it

        1 ok, 1 warn, 1 fail

        """)
  }

  @Test func oldZonesAreTold() throws {
    let folder = try ScratchDirectory()
    try folder.write("# version 2023c\n", to: "tzdata.zi")
    let findings = MachineCheck(now: sampleMoments.now, zoneFolder: folder.path).findings.filter { $0.area == .zones }
    #expect(findings.first?.level == .warn && findings.first?.sentence.contains("2023c") == true, "\(findings)")
  }

  private static func binding(_ trigger: Scheduling.Trigger?) -> FileBinding {
    FileBinding(match: .name("nightly"), content: BindingContent(trigger: trigger), location: "b.yaml:1")
  }

  @Test func whatBindingsStartIsLookedAtToo() {
    let triggers: [Scheduling.Trigger?] = [
      .command(CommandTrigger(argv: ["date"])), nil, .deployment(DeploymentTrigger(deployment: "live")),
      .jfrogInference(JFrogInferenceTrigger(model: "m")),
    ]
    let starters = TargetCheck.starters(of: FileCatalog(bindings: triggers.map(Self.binding)))
    #expect(starters.map(\.trigger) == triggers.compactMap(\.self))
    #expect(starters.map(\.needsPipeline) == [false, true, false], "whose schedule is not known")
    #expect(starters.first?.name == "the binding of b.yaml:1")
  }

  @Test func bindingsAreCountedAmongTheFiles() {
    var report = FileReport()
    // The configuration.
    report.files = 1
    report.add(FileCatalog(bindings: [Self.binding(nil)], files: ["b.yaml"]))
    #expect(Doctor.filed(report, path: "carillon.yaml", besides: []).map(\.sentence) == ["0 schedules and 1 binding in 1 file"])
  }
}
