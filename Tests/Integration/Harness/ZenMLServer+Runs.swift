import Foundation

/// Pipeline runs, and what was reported on them.
extension ZenMLServer {
  struct Run: Decodable, Sendable, Equatable {
    struct Body: Decodable, Sendable, Equatable { let status: String }

    let id: String
    let name: String
    let body: Body
  }

  /// The project's runs whose names begin so, oldest first.
  func runs(namedFrom prefix: String) async throws -> [Run] {
    try await get(Page<Run>.self, "/runs?size=100&hydrate=false&project=\(facts.projectId)&name=startswith:\(prefix)").items
      .filter { $0.name.hasPrefix(prefix) }
  }

  func run(_ id: String) async throws -> Run { try await get(Run.self, "/runs/\(id)") }

  /// What Carillon has reported on the run; nil while it has not.
  func report(onRun id: String) async throws -> ReportLine? { try await get(Reported.self, "/runs/\(id)").report }
}

struct Page<Item: Decodable & Sendable>: Decodable, Sendable {
  let items: [Item]
}

/// The JSON text that Carillon writes back, its names spelled out once more: others read them.
struct ReportLine: Decodable, Sendable, Equatable {
  let due: String
  let outcome: String
  let reason: String?
  let runId: String?
  let runName: String?
  let latenessMs: Int?
  let attempts: Int
  let nextDue: String?
  let instance: String
}

/// A run or a schedule with its metadata `carillon.report`, which is text.
struct Reported: Decodable, Sendable {
  let report: ReportLine?

  private enum CodingKeys: String, CodingKey { case metadata }
  private enum MetadataKeys: String, CodingKey { case runMetadata }
  private enum ReportKeys: String, CodingKey { case report = "carillon.report" }

  init(from decoder: any Decoder) throws {
    let metadata = try decoder.container(keyedBy: CodingKeys.self)
      .nestedContainer(keyedBy: MetadataKeys.self, forKey: .metadata)
      .nestedContainer(keyedBy: ReportKeys.self, forKey: .runMetadata)
    guard let text = try metadata.decodeIfPresent(String.self, forKey: .report) else {
      report = nil
      return
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    report = try decoder.decode(ReportLine.self, from: Data(text.utf8))
  }
}
