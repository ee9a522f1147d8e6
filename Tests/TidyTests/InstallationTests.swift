import Foundation
import Testing

/// What is installed elsewhere than usual knows where it is.
struct InstallationTests {
  @Test func unitsAndExamplesNameTheConfigurationWhereItIsInstalled() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "installed-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = try await Installation.make(in: folder, ["PREFIX": "/opt/ring", "SYSCONFDIR": "/opt/settings"])
    let units = "opt/ring/lib/systemd/system"
    for (unit, file) in [("carillon.service", "carillon.yaml"), ("carillon@.service", "%i.yaml")] {
      let text = try Self.text("\(units)/\(unit)", in: root)
      #expect(text.contains("ExecStart=/opt/ring/bin/carillon serve --config /opt/settings/carillon/\(file)\n"))
      #expect(!text.contains("/etc/carillon"))
    }
    let configuration = try Self.text("opt/settings/carillon/carillon.yaml", in: root)
    #expect(configuration.contains("*.yaml in /opt/settings/carillon/schedules"))
    let example = try Self.text("opt/ring/share/doc/carillon/examples/carillon.service.d/commands.conf", in: root)
    #expect(!example.contains("/etc/carillon"))
    #expect(example.contains("/etc/systemd/system/carillon.service.d/"))
  }

  private static func text(_ path: String, in root: URL) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
