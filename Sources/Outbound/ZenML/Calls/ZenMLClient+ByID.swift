import Scheduling

/// A record that the server keeps under an id.
protocol ZenMLRecord: Decodable, Sendable {
  /// `pipeline`: its list is at `/pipelines`.
  static var noun: String { get }
  var id: Identifier { get }
}

extension ZenMLPipeline: ZenMLRecord { static var noun: String { "pipeline" } }
extension ZenMLComponent: ZenMLRecord { static var noun: String { "component" } }
extension ZenMLDeployment: ZenMLRecord { static var noun: String { "deployment" } }
extension ZenMLRun: ZenMLRecord { static var noun: String { "run" } }
extension ZenMLSchedule: ZenMLRecord { static var noun: String { "schedule" } }

extension ZenMLClient {
  /// Ids in one `oneof` filter: a query of about 4.5 kB, well below the 64 kB that the server's HTTP parser takes.
  package static let idsPerRequest = 100

  /// - Throws: also when the server answers about another record than it was asked for.
  func record<Record: ZenMLRecord>(
    _ id: Identifier, _ query: [(name: String, value: String)] = []
  ) async throws(ZenMLError) -> Record {
    let call = ZenMLCall.get("/\(Record.noun)s/\(id)", query)
    let record = try await read(Record.self, from: call)
    guard record.id == id else { throw unasked(call, "\(Record.noun) \(record.id)") }
    return record
  }

  /// Those of `ids` that exist; at most `idsPerRequest` of them.
  func records<Record: ZenMLRecord>(_ ids: [Identifier], hydrate: Bool) async throws(ZenMLError) -> ZenMLPage<Record> {
    let query = ZenMLQuery.page(1, size: Self.idsPerRequest, hydrate: hydrate) + [("id", ZenMLQuery.oneOf(ids))]
    var page = try await read(ZenMLPage<Record>.self, from: .get("/\(Record.noun)s", query))
    let wanted = Set(ids)
    page.keep { wanted.contains($0.id) }
    return page
  }
}
