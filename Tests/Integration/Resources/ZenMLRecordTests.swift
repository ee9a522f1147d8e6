import Foundation
import TestSupport
import Testing

/// `carillon zenml` beside a real server.
@Suite("The records of a ZenML server", .serialized, .timeLimit(.minutes(15)))
struct ZenMLRecordTests {
  private static let kinds = [
    "pipelines", "runs", "steps", "schedules", "snapshots", "run-templates", "builds", "deployments", "stacks", "components", "flavors",
    "service-connectors", "artifacts", "artifact-versions", "models", "model-versions", "code-repositories", "tags", "secrets", "projects",
    "users", "service-accounts",
  ]

  @Test(arguments: kinds) func ofEveryKindAreListedAndShown(kind: String) async throws {
    let server = try await place()
    // The oldest: other tests come and go.
    let table = try await server.run(kind, "list", "--size", "2", "--sort", "created")
    #expect(table.status == 0, "\(table)")
    let lines = table.output.split(separator: "\n")
    guard lines.count > 1, let id = lines[1].split(separator: " ").last.map(String.init) else {
      return #expect(table.output == "no \(kind == "steps" ? "step runs" : kind.replacing("-", with: " "))\n")
    }
    let shown = try await server.run(kind, "get", id)
    #expect(shown.status == 0 && shown.output.hasPrefix("id "), "\(shown)")
    #expect(try await server.run(kind, "get", String(id.prefix(13)), "--json").decoded(RecordLine.self).id == id)
  }

  @Test func thatBelongToOthersAreListedOfThem() async throws {
    let server = try await place()
    let keys = try await server.run("api-keys", "list", "--of", "carillon")
    #expect(keys.status == 0 && keys.output.hasPrefix("NAME"), "\(keys)")
    let nobody = try await server.run("api-keys", "list", "--of", "nobody")
    #expect(nobody.status == 1 && nobody.errors.contains("there is no service account named 'nobody'"), "\(nobody)")
  }

  @Test func areMadeChangedAndDeletedByName() async throws {
    let server = try await place()
    let name = uniqueName("checked")
    let made = try await server.run("tags", "create", "--set", "name=\(name)", "--set", "color=green", "--json").decoded(RecordLine.self)
    #expect(made.name == name && made.body?.color == "green")
    let again = try await server.run("tags", "create", "--set", "name=\(name)")
    #expect(again.status == 1 && again.errors.contains("409") && again.errors.contains("another record has the name"), "\(again)")

    let changed = try await server.run("tags", "update", name, "--set", "color=blue", "--set", "colour=red", "--json")
    #expect(try changed.decoded(RecordLine.self).body?.color == "blue")
    #expect(changed.errors.contains("says nothing about 'colour'"), "\(changed)")

    let asked = try await server.run("tags", "delete", name)
    #expect(asked.status == 2 && asked.errors.contains("--yes"), "\(asked)")
    #expect(try await server.run("tags", "delete", name, "--yes").output == "tag '\(name)' (\(made.id)) is deleted\n")
    #expect(try await server.run("tags", "get", made.id).status == 1)
  }

  @Test func aPrefixThatSeveralHaveNamesThem() async throws {
    let server = try await place()
    let prefix = uniqueName("twin")
    for end in ["-a", "-b"] { _ = try await server.run("tags", "create", "--set", "name=\(prefix)\(end)") }
    let both = try await server.run("tags", "get", prefix)
    #expect(both.status == 1 && both.errors.contains("\(prefix)-a (") && both.errors.contains("\(prefix)-b ("), "\(both)")
    #expect(try await server.run("tags", "get", "\(prefix)-a", "--json").decoded(RecordLine.self).name == "\(prefix)-a")
    #expect(try await server.run("tags", "update", prefix, "--set", "color=red").status == 1)
  }

  @Test func theValuesOfSecretsAreShownOnlyWhenAskedFor() async throws {
    let server = try await place()
    let name = uniqueName("warehouse")
    let canary = "canary-\(UInt32.random(in: 0 ... .max))"
    let quiet = [
      try await server.run(
        "secrets", "create", "--set", "name=\(name)", "--set", "values.user=alice", "--set", "values.password=\(canary)"),
      try await server.run("secrets", "get", name), try await server.run("secrets", "get", name, "--json"),
      try await server.run("secrets", "update", name, "--set", "values.user=bob"),
    ]
    for answer in quiet {
      #expect(answer.status == 0 && !(answer.output + answer.errors).contains(canary), "\(answer)")
      #expect(answer.output.contains("password") && answer.output.contains("***"), "\(answer)")
    }
    let shown = try await server.run("secrets", "get", name, "--json", "--show-values").decoded(RecordLine.self)
    // A change of one value leaves the others.
    #expect(shown.body?.values == ["user": "bob", "password": canary])
    let dropped = try await server.run("secrets", "update", name, "--set-json", "values.user=null", "--json", "--show-values")
    #expect(try dropped.decoded(RecordLine.self).body?.values == ["password": canary])
    #expect(try await server.run("secrets", "delete", name, "--yes").status == 0)
    // The server quotes what it refuses.
    let refused = try await server.run("secrets", "create", "--set", "name=\(name)", "--set-json", "values.key={\"a\": \"\(canary)\"}")
    #expect(refused.status == 1 && refused.errors.contains("422") && !refused.errors.contains(canary), "\(refused)")
  }

  @Test func areReadPageByPageToTheLast() async throws {
    let server = try await place()
    let prefix = uniqueName("many")
    for number in 1...7 { _ = try await server.run("tags", "create", "--set", "name=\(prefix)-\(number)") }
    let filter = ["tags", "list", "--filter", "name^=\(prefix)", "--json", "--size", "3"]
    let all = try await server.run(filter + ["--all"])
    #expect(try all.decoded(RecordLines.self).items.map(\.name) == (1...7).reversed().map { "\(prefix)-\($0)" })
    #expect(all.errors == "3 of 7 tags\n6 of 7 tags\n7 of 7 tags\n")

    let second = try await server.run(filter + ["--page", "2", "--sort", "name"])
    #expect(try second.decoded(RecordLines.self).items.map(\.name) == (4...6).map { "\(prefix)-\($0)" })
    #expect(try second.decoded(RecordLines.self).total == 7 && second.errors.contains("--page 3"), "\(second)")
    let either = try await server.run("tags", "list", "--name", "\(prefix)-2", "--name", "\(prefix)-5", "--sort", "desc:name", "--json")
    #expect(try either.decoded(RecordLines.self).items.map(\.name) == ["\(prefix)-5", "\(prefix)-2"])
  }

  @Test func areFilteredByWhatTheServerKnowsAndNothingElse() async throws {
    let server = try await place()
    let kubernetes = try await server.run("flavors", "list", "--filter", "type=orchestrator", "--filter", "name*=KUBE", "--json")
    let names = try kubernetes.decoded(RecordLines.self).items.compactMap(\.name)
    #expect(names.contains("kubernetes") && names.allSatisfy { $0.contains("kube") }, "\(names)")
    let builds = try await server.run("builds", "list", "--pipeline", "training", "--created-after", "1000d", "--json")
    #expect(builds.status == 0, "\(builds)")
    #expect(try await server.run("pipelines", "list", "--filter", "created>2100-01-01").output == "no pipelines\n")
    let unknown = try await server.run("runs", "list", "--filter", "stauts=failed")
    #expect(unknown.status == 2 && unknown.errors.contains("runs know no filter 'stauts'; known: "), "\(unknown)")
    let noTime = try await server.run("runs", "list", "--filter", "created>=yesterday")
    #expect(noTime.status == 2 && noTime.errors.contains("created 'yesterday' is not a time"), "\(noTime)")
  }

  @Test func thatNobodyServesAreAnErrorThatSaysWhatToDo() async throws {
    let nowhere = try DaemonPlace("server: {url: \"http://127.0.0.1:9\", username: me, password_file: password}")
    try nowhere.writeSecret("p", to: "password")
    let refused = try await CLI.run(["zenml", "tags", "--config", nowhere.configurationPath])
    #expect(refused.status == 1 && refused.errors.contains("is the server up"), "\(refused)")
    let nobody = try DaemonPlace()
    let none = try await CLI.run(["zenml", "tags", "--config", nobody.configurationPath])
    #expect(none.status == 2 && none.errors.contains("names no ZenML server"), "\(none)")
  }

  private func place() async throws -> ServerPlace { try ServerPlace(zenml: try await ZenMLFixture.shared.server().facts) }
}
