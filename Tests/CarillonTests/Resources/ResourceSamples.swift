import Foundation
import Scheduling

@testable import carillon

extension Resource {
  /// Widgets of a server that is not there.
  static func sample(columns: [String] = [], filters: [String] = ["created"], secrets: SecretMembers = SecretMembers()) -> Resource {
    Resource(
      server: "zenml", name: "widgets", aliases: [], noun: "widget", plural: "widgets", about: "Widgets.", verbs: Verb.allCases,
      columns: columns, filters: filters, parent: nil, isOfProject: false, secrets: secrets, changeNote: nil, example: "--set name=a",
      changeExample: "--set name=b", isNamed: true,
      isShownOnce: false, ignoresUnknownMembers: true, connect: { _ in PagedWidgets(pages: []) })
  }
}

/// A server whose list has these pages.
struct PagedWidgets: ResourceOperations {
  let pages: [[String]]
  var hasNotes = true
  /// Those that it gives though they do not fit.
  var unasked: Set<String> = []

  func page(_ query: ResourceQuery) async throws -> ResourcePage {
    let served = pages[query.page - 1]
    let rows = served.filter { !unasked.contains($0) }.map { ResourceRow(id: $0, name: $0, cells: [], json: ["id": .string($0)]) }
    let leftOut = served.count == rows.count ? [] : ["\(served.count - rows.count) left out"]
    let notes = (hasNotes ? ["page \(query.page)"] : []) + leftOut
    return ResourcePage(rows: rows, total: pages.joined().count, isLast: query.page == pages.count, served: served, notes: notes)
  }

  func get(_ reference: String) async throws -> ResourceRow { ResourceRow(id: reference, name: nil, cells: [], json: .null) }
  func create(_ members: [String: JSONValue]) async throws -> ResourceRow { try await get("new") }
  func update(_ reference: String, _ members: [String: JSONValue]) async throws -> ResourceRow { try await get(reference) }
  func exactly(_ reference: String) async throws -> ResourceRow { try await get(reference) }
  func delete(_ row: ResourceRow) async throws {}
}

func json(_ text: String) throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }
