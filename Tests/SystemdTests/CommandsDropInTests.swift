import Foundation
import Testing

/// The drop-in that comes with Carillon.
@Suite struct CommandsDropInTests {
  private func lines() throws -> [Substring] {
    let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let text = try String(contentsOfFile: "\(package)/systemd/carillon.service.d/commands.conf", encoding: .utf8)
    return text.split(separator: "\n")
  }

  @Test func commandsMayListTheNetworkInterfaces() throws {
    #expect(try lines().contains("RestrictAddressFamilies=AF_NETLINK"))
  }

  @Test(arguments: ["char-nvidia", "char-nvidia-frontend"]) func theGPUsOfNewAndOldDriversAreOpen(group: String) throws {
    #expect(try lines().contains("DeviceAllow=\(group) rw"))
  }
}
