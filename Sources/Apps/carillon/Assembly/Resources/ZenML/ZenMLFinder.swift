import Scheduling
import ZenML

/// Finds the one record that a person means.
struct ZenMLFinder<Record: ZenMLRecord> {
  let operations: ZenMLOperations<Record>

  /// Shorter ones are more likely the beginning of a name; the first block of an id has eight.
  private static var leastIDPrefix: Int { 4 }
  /// Shown when a beginning fits several.
  private static var candidatesShown: Int { 10 }

  /// By id, by name, by the beginning of a name, or by the beginning of an id: the first way that finds something.
  func record(_ reference: String) async throws -> Record {
    if let id = Identifier(reference) { return try await operations.collection.get(id) }
    do {
      if let found = try await operations.resource.named?(operations.collection, reference, false) { return found }
    } catch let error as ZenMLError where error.kind == .notFound {
      guard let found = try await record(idPrefix: reference) else { throw error }
      return found
    }
    guard let found = try await record(idPrefix: reference) else { throw unknown(reference) }
    return found
  }

  /// By the whole id or name.
  func exactRecord(_ reference: String) async throws -> Record {
    if let id = Identifier(reference) { return try await operations.collection.get(id) }
    guard let found = try await operations.resource.named?(operations.collection, reference, true) else { throw unknown(reference) }
    return found
  }

  private func record(idPrefix text: String) async throws -> Record? {
    let prefix = text.lowercased()
    guard prefix.count >= Self.leastIDPrefix, prefix.allSatisfy({ $0.isASCII && $0.isHexDigit || $0 == "-" }) else { return nil }
    let condition = FilterCondition(name: "id", comparison: .startsWith, values: [prefix])
    let page = try await operations.collection.page(1, size: Self.candidatesShown + 1, filter: [condition.term(of: Record.self)])
    let found = Array(page)
    guard found.count <= 1 else { throw ambiguous(text, found) }
    guard let row = found.first else { return nil }
    return try await operations.collection.get(row.id)
  }

  private func ambiguous(_ reference: String, _ found: [Record]) -> ZenMLError {
    let names = found.prefix(Self.candidatesShown).map(\.description).joined(separator: ", ")
    let more = found.count > Self.candidatesShown ? ", …" : ""
    return ZenMLError(
      .conflict, "\(server): '\(reference)' begins the ids of several \(Record.kind.plural): \(names)\(more); write more of it",
      mayHaveBeenSent: false)
  }

  private func unknown(_ reference: String) -> ZenMLError {
    let ways = operations.resource.named == nil ? "id" : "name or id"
    return ZenMLError(
      .notFound,
      "\(server): there is no \(Record.kind.noun) with the \(ways) '\(reference)'; "
        + "carillon zenml \(operations.resource.name) list shows them",
      mayHaveBeenSent: false)
  }

  private var server: String { operations.client.configuration.serverURL }
}
