import Testing

/// Arrows point down: who may import whom.
struct RoomTests {
  private let tree = Tree.package
  private let rooms = Rooms.here

  @Test func coreImportsOnlyCore() {
    expectNone(
      tree.imports(in: "Sources/Core/") { module in
        rooms.core.contains(module) || module == "Synchronization" ? nil : "Core is pure, and imports \(module)"
      })
  }

  @Test func seamsImportOnlyCore() {
    let allowed = rooms.core.union(["Dispatch", "HTTP", "Synchronization"])
    expectNone(tree.imports(in: "Sources/Seams/") { allowed.contains($0) ? nil : "Seams stand on Core alone, and import \($0)" })
  }

  @Test func engineAndServicesImportNeitherFoundationNorGlibc() {
    let foreign: Set = ["Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Musl", "CLinux"]
    for room in ["Engine", "Services"] {
      expectNone(
        tree.imports(in: "Sources/\(room)/") { foreign.contains($0) ? "\(room) meets the world at seams only, and imports \($0)" : nil })
    }
  }

  @Test func nothingBelowTheEdgesImportsAnEdge() {
    let edges = rooms.inbound.union(rooms.outbound)
    for room in ["Core", "Seams", "Engine", "Services"] {
      expectNone(tree.imports(in: "Sources/\(room)/") { edges.contains($0) ? "\(room) imports \($0), which stands above it" : nil })
    }
    expectNone(tree.imports(in: "Sources/Engine/") { $0 == "Services" ? "the engine imports the services that stand on it" : nil })
  }

  @Test func inboundNeverImportsOutbound() {
    expectNone(tree.imports(in: "Sources/Inbound/") { rooms.outbound.contains($0) ? "Inbound imports \($0) of Outbound" : nil })
  }

  @Test func outboundImportsNothingAboveTheSeams() {
    let above = rooms.inbound.union(["Engine", "Services"])
    expectNone(tree.imports(in: "Sources/Outbound/") { above.contains($0) ? "Outbound imports \($0)" : nil })
  }

  @Test func onlyAssemblyNamesWhatIsOutbound() {
    let findings = tree.imports(in: "Sources/Apps/") { rooms.outbound.contains($0) ? "imports \($0): wire it in Assembly" : nil }
    expectNone(findings.filter { !$0.path.hasPrefix("Sources/Apps/carillon/Assembly/") })
  }
}
