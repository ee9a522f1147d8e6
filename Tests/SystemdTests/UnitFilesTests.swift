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

  @Test func aMachineWithoutTheUnitHasNoSettings() { #expect(units.settings(of: "carillon.service") == nil) }
}
