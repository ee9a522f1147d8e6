import ArgumentParser
import Testing

@testable import carillon

@Suite struct ResourceCommandTests {
  @Test func everyKindHasACommandOfItsOwnAndCanBeListedAndShown() {
    let zenml: [CommandConfiguration] = ZenMLKinds.commands.map { $0.configuration }
    let jfrog: [CommandConfiguration] = JFrogKinds.commands.map { $0.configuration }
    #expect(Set(zenml.compactMap(\.commandName)).count == 23)
    #expect(jfrog.compactMap(\.commandName) == ["models", "model-versions", "experiments", "deployments"])
    let verbs: [[String]] = (zenml + jfrog).map { kind in kind.subcommands.compactMap { $0.configuration.commandName } }
    #expect(verbs.allSatisfy { $0.starts(with: ["list", "get"]) })
  }

  @Test func aKindHasTheVerbsThatTheServerHas() {
    #expect(ZenMLRunKind.resource.verbs == [.list, .get, .update, .delete])
    #expect(ZenMLStepKind.resource.verbs == [.list, .get])
    #expect(ZenMLBuildKind.resource.verbs == [.list, .get, .create, .delete])
    #expect(ZenMLScheduleKind.resource.verbs == Resource.Verb.allCases)
    #expect(JFrogModelKind.resource.verbs == Resource.Verb.allCases)
    #expect(JFrogDeploymentKind.resource.verbs == [.list, .get, .create, .delete])
  }

  @Test func filtersAreFlagsToo() throws {
    let command = try ListRecords<ZenMLRunKind>.parse([
      "--status", "failed", "--pipeline", "training", "--tag", "a", "--name", "n", "--created-after", "7d", "--filter", "in_progress=false",
      "--sort", "desc:created", "--size", "20", "--page", "2", "--json",
    ])
    #expect(
      command.filter.expressions == [
        FilterExpression("in_progress", .equals, "false"), FilterExpression("name", .equals, "n"),
        FilterExpression("pipeline", .equals, "training"), FilterExpression("status", .equals, "failed"),
        FilterExpression("tags", .equals, "a"), FilterExpression("created", .atLeast, "7d"),
      ])
    #expect(command.sort == ResourceSort(field: "created", isDescending: true) && command.size == 20 && command.page == 2)
  }

  @Test(arguments: [
    ["--page", "0"], ["--size", "0"], ["--size", "10001"], ["--all", "--page", "2"], ["--filter", "status"], ["--sort", "down:created"],
    ["--of", "a"],
  ])
  func whatMakesNoSenseIsAUsageError(arguments: [String]) {
    #expect(throws: (any Error).self) { try ListRecords<ZenMLRunKind>.parse(arguments) }
  }

  @Test func whatBelongsToAnotherRecordNeedsIt() {
    #expect(throws: (any Error).self) { try ListRecords<ZenMLAPIKeyKind>.parse([]) }
    #expect(throws: Never.self) { try ListRecords<ZenMLAPIKeyKind>.parse(["--of", "reader"]) }
    #expect(throws: (any Error).self) { try ListRecords<ZenMLTagKind>.parse(["--project", "default"]) }
  }

  @Test func whatIsShownOnceIsOnlyMadeWhenItIsShown() {
    let arguments = ["--of", "reader", "--set", "name=laptop"]
    #expect(throws: (any Error).self) { try CreateRecord<ZenMLAPIKeyKind>.parse(arguments) }
    #expect(throws: Never.self) { try CreateRecord<ZenMLAPIKeyKind>.parse(arguments + ["--show-values"]) }
  }

  @Test func theHelpOfAListNamesItsFilters() {
    let help = ListRecords<ZenMLTagKind>.helpMessage(columns: 200)
    #expect(help.contains("Filters: color, created, exclusive, id, name, resource_type, updated, user."))
    #expect(help.contains("--name") && !help.contains("--status") && !help.contains("--project"))
  }

  @Test func everyFilterFlagOfAKindIsOneThatItKnows() {
    for resource in [
      ZenMLRunKind.resource, ZenMLScheduleKind.resource, ZenMLBuildKind.resource, ZenMLDeploymentKind.resource, ZenMLSnapshotKind.resource,
    ] {
      #expect(resource.filters.contains("pipeline"), "\(resource.name)")
    }
  }
}
