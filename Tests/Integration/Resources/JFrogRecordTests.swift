import Foundation
import TestSupport
import Testing

/// `carillon jfrog` beside a server made of the published document, and one with many models.
@Suite("The records of JFrog ML", .timeLimit(.minutes(15)))
struct JFrogRecordTests {
  @Test func areAskedForAsTheDocumentDeclaresIt() async throws {
    let contract = try ContractProcess()
    let server = try ServerPlace(jfrog: contract.url)
    let commands = [
      ["models", "list"], ["models", "get", "m1"], ["models", "create", "--set", "name=churn", "--set-json", "tags=[\"a\"]"],
      ["models", "update", "m1", "--set", "framework=pytorch"], ["models", "delete", "m1", "--yes"],
      ["model-versions", "list", "--of", "m1", "--status", "draft"], ["model-versions", "get", "v1", "--of", "m1"],
      ["model-versions", "create", "--of", "m1", "--set", "version=1.4.0", "--set-json", "metrics={\"auc\": 0.9}"],
      ["model-versions", "delete", "v1", "--of", "m1", "--yes"], ["experiments", "list", "--filter", "model_id*=model"],
      ["experiments", "get", "e1"], ["experiments", "create", "--set", "name=nightly", "--set", "parameters.lr=0.1"],
      ["experiments", "delete", "e1", "--yes"], ["deployments", "list", "--sort", "desc:name"], ["deployments", "get", "d1"],
      ["deployments", "create", "--set", "name=live", "--set", "model_id=m1", "--set", "model_version_id=v1", "--set-json", "replicas=2"],
      ["deployments", "delete", "d1", "--yes"],
    ]
    for command in commands {
      let answer = try await server.run(command)
      #expect(answer.status == 0 && !answer.output.isEmpty, "\(answer)")
    }
    let report = try await contract.report()
    #expect(report.violations == [] && report.uncalled == [])
  }

  @Test func areReadPageByPageHoweverFewTheServerGives() async throws {
    let models = try ManyModels(count: 23, mostOnAPage: 4)
    let server = try ServerPlace(jfrog: models.url)
    let all = try await server.run("models", "list", "--all", "--size", "10", "--json")
    #expect(try all.decoded(RecordLines.self).items.map(\.id) == (0..<23).map { "m\($0)" })
    #expect(all.errors == "10 of 23 models\n20 of 23 models\n23 of 23 models\n")
    let second = try await server.run("models", "list", "--page", "2", "--size", "10", "--json").decoded(RecordLines.self)
    #expect(second.items.map(\.id) == (10..<20).map { "m\($0)" } && second.total == 23)
  }

  @Test(arguments: [["--size", "10"], ["--all", "--size", "4"]])
  func areNotShownTwiceNorReadForEverWhereTheServerIgnoresOffset(options: [String]) async throws {
    let models = try ManyModels(count: 4, mostOnAPage: 4, isStuck: true)
    let list = try await ServerPlace(jfrog: models.url).run(["models", "list"] + options)
    #expect(list.status != 0 && list.errors.contains("the server gave models again"), "\(list)")
  }

  @Test func areFilteredSortedAndFoundHere() async throws {
    let models = try ManyModels(count: 23, mostOnAPage: 4)
    let server = try ServerPlace(jfrog: models.url)
    let chosen = try await server.run("models", "list", "--filter", "name$=1", "--sort", "desc:name", "--json").decoded(RecordLines.self)
    #expect(chosen.items.map(\.id) == ["m21", "m11", "m1"] && chosen.total == 3)
    #expect(try await server.run("models", "get", "model-7", "--json").decoded(RecordLine.self).id == "m7")
    let several = try await server.run("models", "get", "model-2")
    #expect(several.status == 0 && several.output.hasPrefix("id "), "\(several)")
    let ambiguous = try await server.run("models", "get", "model-")
    #expect(ambiguous.status == 1 && ambiguous.errors.contains("'model-' means several models: model-0 (m0), "), "\(ambiguous)")
    let nobody = try await server.run("models", "get", "nobody")
    #expect(nobody.status == 1 && nobody.errors.contains("there is no model with the id or name 'nobody'"), "\(nobody)")
    let unknown = try await server.run("models", "list", "--status", "active")
    #expect(unknown.status == 2 && unknown.errors.contains("models know no filter 'status'"), "\(unknown)")
    let misspelt = try await server.run("models", "create", "--set", "nmae=a", "--set", "name=b")
    #expect(misspelt.status == 2 && misspelt.errors.contains("a model has no 'nmae'; known: "), "\(misspelt)")
  }
}

/// A registry of models that gives fewer rows than it is asked for.
private struct ManyModels {
  private let server: LoopbackServer
  var url: String { "\(server.url)/ml/api" }

  /// - Parameter isStuck: it ignores `offset`, and does not count.
  init(count: Int, mostOnAPage: Int, isStuck: Bool = false) throws {
    server = try LoopbackServer { request in
      let parts = URLComponents(string: request.target)
      let wanted = { (name: String) in parts?.queryItems?.first { $0.name == name }?.value.flatMap(Int.init) }
      guard let path = parts?.path, path == "/ml/api/v1/models" else { return Self.one(parts?.path ?? "", of: count) }
      let start = isStuck ? 0 : min(count, wanted("offset") ?? 0)
      let end = min(count, start + min(mostOnAPage, wanted("limit") ?? 25))
      let rows = (start..<end).map(Self.model).joined(separator: ",")
      return .response(200, body: "{\"models\": [\(rows)]\(isStuck ? "" : ", \"total_count\": \(count)")}")
    }
  }

  private static func one(_ path: String, of count: Int) -> LoopbackAnswer {
    let id = path.split(separator: "/").last.map(String.init) ?? ""
    guard let number = Int(id.dropFirst()), id == "m\(number)", number < count else { return .response(404, body: "{}") }
    return .response(200, body: model(number))
  }

  private static func model(_ number: Int) -> String { "{\"id\": \"m\(number)\", \"name\": \"model-\(number)\"}" }
}
