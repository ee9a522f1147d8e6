import CivilTime
import Scheduling

/// Which records a list is to bring.
struct ResourceQuery: Sendable {
  var conditions: [FilterCondition] = []
  var sort: ResourceSort?
  /// From 1.
  var page = 1
  var size = ListSize.standard
  /// True when page after page is read: what the server gives whole need not be cut into pages.
  var readsAll = false
  /// True to leave out what takes the server long.
  var isBrief = false
}

/// Rows on a page.
enum ListSize {
  /// Two screens.
  static let standard = 50
  /// Few requests; 500 records with everything that is known of them are about 0.5 MB.
  static let ofAll = 500
  /// What ZenML takes.
  static let allowed = 1...10_000
}

/// The order of a list.
struct ResourceSort: Sendable, Equatable {
  var field: String
  var isDescending: Bool
}

/// Some records of a list.
struct ResourcePage: Sendable {
  var rows: [ResourceRow]
  /// Of all pages together; nil when the server does not say.
  var total: Int?
  var isLast: Bool
  /// What tells the records that the server gave from those of another page: their ids, also of those that are left out here. Of several
  /// pages those of the last.
  var served: [String]
  /// What is to be known about this page, in sentences, such as rows that could not be read.
  var notes: [String] = []
}

/// One record.
struct ResourceRow: Sendable {
  let id: String
  let name: String?
  /// Under the resource's own columns.
  let cells: [TableCell]
  /// As the server sent it, with what this program does not know.
  let json: JSONValue

  /// `'nightly' (6c188f67-…)`.
  var description: String { name.map { "'\($0)' (\(id))" } ?? id }
}
