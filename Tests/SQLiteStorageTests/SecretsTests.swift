import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import SQLiteStorage

struct SecretsTests {
  private static let canary = "canary-7f3a9c"

  private static let triggers: [Trigger] = [
    .http(HTTPTrigger(url: "https://api.example", headers: ["Authorization": "Bearer \(canary)"])),
    .http(HTTPTrigger(url: "https://api.example", query: ["key": canary])),
    .http(HTTPTrigger(url: "https://api.example", form: ["key": "Bearer \(canary) {{secret:a.b}}"])),
    .command(CommandTrigger(argv: ["train"], env: ["TOKEN": canary])),
  ]

  @Test(arguments: triggers, [true, false])
  func noSecretIsInTheFiles(trigger: Trigger, alreadyLeftOut: Bool) async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    var row = StoreSamples.fire(0)
    row.trigger = alreadyLeftOut ? trigger.withoutSecrets : trigger
    var revision = StoreSamples.revision(trigger: trigger)
    if alreadyLeftOut { revision.definition = revision.definition.withoutSecrets }
    let (claim, definition) = (row, revision)
    _ = try await store.commit([
      StoreSamples.batch {
        $0.revisions = [definition]
        $0.claims = [claim]
      }
    ])
    let files = try directory.contents()
    #expect(files["carillon.db-wal"]?.range(of: Data("not stored".utf8)) != nil)
    for (name, bytes) in files { #expect(bytes.range(of: Data(Self.canary.utf8)) == nil, "\(name)") }
  }

  @Test func anErrorNamesNoValue() async throws {
    let directory = try TemporaryDirectory()
    let store = try SQLiteStore(path: directory.storePath)
    var row = StoreSamples.fire(0)
    (row.count, row.scheduleName, row.trigger) = (0, Self.canary, Self.triggers[0])
    let claim = row
    let error = await #expect(throws: StoreError.self) {
      try await store.commit([StoreSamples.batch { $0.claims = [claim] }])
    }
    let answer = try #require(error).description
    #expect(answer.hasPrefix("\(directory.storePath): cannot write the ledger: CHECK constraint failed: count >= 1"))
    #expect(!answer.contains(Self.canary))
  }
}
