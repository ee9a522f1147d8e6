import Foundation
import Testing

/// What must pass is the same on anybody's machine and in the workflow.
struct WorkflowTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: Tree.packageRoot.appending(path: path), encoding: .utf8)
  }

  /// The recipe of a target of the Makefile.
  private static func recipe(_ target: String) throws -> String {
    let lines = try text("Makefile").split(separator: "\n", omittingEmptySubsequences: false)
    return lines.drop { !$0.hasPrefix("\(target):") }.dropFirst().prefix { $0.hasPrefix("\t") }.joined(separator: "\n")
  }

  @Test func whatTheRunOfEverythingMakesIsInTheWorkflow() throws {
    let workflow = try Self.text(".github/workflows/ci.yml")
    let words = try Self.text(".ci/run").split(separator: "\n").map { $0.split(separator: " ").drop { $0 == "exec" } }
    let targets = words.filter { $0.first == "make" }.compactMap { $0.dropFirst().first }
    #expect(targets.contains("test"))
    // There the package comes from another job, which has built it; the steps behind that are one script for both.
    for target in targets where target != "test-systemd" {
      #expect(workflow.contains("run: make \(target)\n"), "the workflow does not make \(target)")
    }
    #expect(targets.contains("test-systemd"))
    #expect(workflow.contains("run: sudo .ci/test-systemd packages/"))
    #expect(try Self.recipe("test-systemd").contains(".ci/test-systemd .build/package/"))
  }
}
