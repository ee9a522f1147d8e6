import Foundation
import Testing

@testable import Systemd

@Suite final class UnitFilesTests {
  private let root = FileManager.default.temporaryDirectory.appending(path: "units-\(UUID().uuidString)").path

  deinit { try? FileManager.default.removeItem(atPath: root) }

  private func write(_ path: String, _ text: String) throws {
    let file = URL(filePath: "\(root)/\(path)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private var units: UnitFiles { UnitFiles(folders: ["\(root)/etc", "\(root)/lib"]) }

  private let hardened = "[Service]\n# why\nProtectHome=yes\nPrivateDevices = true\nMemoryDenyWriteExecute=yes\n[Install]\nProtectHome=no\n"

  @Test func whatIsInTheWayOfCommandsIsNamed() throws {
    try write("lib/carillon.service", hardened)
    #expect(
      units.settings(of: "carillon.service")?.hindrancesForCommands
        == ["ProtectHome=yes", "PrivateDevices=true", "MemoryDenyWriteExecute=yes"])
  }

  @Test func aDropInTakesItAway() throws {
    try write("lib/carillon.service", hardened)
    try write("etc/carillon.service.d/commands.conf", "[Service]\nProtectHome=read-only\nPrivateDevices=no\nMemoryDenyWriteExecute=no\n")
    #expect(units.settings(of: "carillon.service")?.hindrancesForCommands == [])
  }

  @Test func theAdministratorsUnitAndDropInsComeFirst() throws {
    try write("lib/carillon.service", hardened)
    try write("etc/carillon.service", "[Service]\nProtectHome=tmpfs\n")
    try write("lib/carillon.service.d/a.conf", "[Service]\nProtectHome=yes\n")
    try write("etc/carillon.service.d/a.conf", "[Service]\nPrivateUsers=yes\n")
    #expect(units.settings(of: "carillon.service")?.hindrancesForCommands == ["ProtectHome=tmpfs", "PrivateUsers=yes"])
  }

  private func modes(_ unit: String) -> [String]? {
    units.texts(of: unit)?.map { $0.replacing("[Service]\nKillMode=", with: "") }
  }

  private func write(_ path: String, mode: String) throws { try write(path, "[Service]\nKillMode=\(mode)") }

  @Test func dropInsAreReadByTheirNamesWhateverTheirFolders() throws {
    try write("lib/carillon.service", mode: "unit")
    try write("etc/carillon.service.d/10-a.conf", mode: "control-group")
    try write("lib/carillon.service.d/90-z.conf", mode: "process")
    #expect(modes("carillon.service") == ["unit", "control-group", "process"])
    #expect(units.settings(of: "carillon.service")?["KillMode"] == "process")
  }

  @Test func anInstanceHasTheFileOfItsTemplateAndTheDropInsOfBoth() throws {
    try write("lib/carillon@.service", mode: "template")
    try write("etc/carillon@.service.d/b.conf", mode: "all")
    try write("etc/carillon@gpu.service.d/a.conf", mode: "gpu")
    try write("etc/carillon@cpu.service.d/a.conf", mode: "cpu")
    #expect(modes("carillon@gpu.service") == ["template", "gpu", "all"])
    #expect(modes("carillon@.service") == ["template", "all"])
    try write("lib/carillon@gpu.service", mode: "own")
    #expect(modes("carillon@gpu.service") == ["own", "gpu", "all"])
  }

  @Test func ofOneNameTheInstancesDropInHidesTheTemplatesAndThatTheKinds() throws {
    try write("lib/carillon@.service", mode: "template")
    for place in ["carillon@gpu.service", "carillon@.service", "service"] { try write("etc/\(place).d/a.conf", mode: place) }
    for place in ["carillon@.service", "service"] { try write("etc/\(place).d/b.conf", mode: place) }
    try write("etc/service.d/c.conf", mode: "service")
    #expect(modes("carillon@gpu.service") == ["template", "carillon@gpu.service", "carillon@.service", "service"])
  }

  @Test func anEmptyDropInAndALinkToNothingHideOthersOfTheirName() throws {
    try write("lib/carillon.service", mode: "unit")
    for name in ["empty", "link"] { try write("lib/carillon.service.d/\(name).conf", mode: "hidden") }
    try write("etc/carillon.service.d/empty.conf", "")
    try FileManager.default.createSymbolicLink(atPath: "\(root)/etc/carillon.service.d/link.conf", withDestinationPath: "/dev/null")
    #expect(modes("carillon.service") == ["unit", "", ""])
  }

  @Test func aMachineWithoutTheUnitHasNoSettings() { #expect(units.settings(of: "carillon.service") == nil) }
}
