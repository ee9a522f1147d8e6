/// Records of a server as lists show them: one line each, the name first and the id last.
struct RecordTable {
  let resource: Resource
  let rows: [ResourceRow]
  let moments: Moments
  let width: Int?
  var palette = Palette.plain

  var text: String {
    if rows.isEmpty { return "no \(resource.plural)\n" }
    let rows = rows.map { [.text($0.name)] + $0.cells + [.text($0.id)] }
    return FittedTable(header: ["NAME"] + resource.columns + ["ID"], rows: rows, moments: moments, width: width, palette: palette).text
  }
}

/// What to do when a list does not show everything.
struct MoreText {
  let resource: Resource
  let page: ResourcePage
  let query: ResourceQuery

  var text: String {
    let total = page.total.map { " of \($0)" } ?? ""
    return
      "\(page.rows.count)\(total) \(resource.plural), page \(query.page); the next ones: --page \(query.page + 1), or all of them: --all\n"
  }
}

/// How a list can be filtered, for its help.
struct FilterText {
  let resource: Resource

  var text: String {
    let example = "Example: carillon \(resource.server) \(resource.name) list \(parent)--filter \(sample)"
    return "Filters: \(resource.filters.sorted().joined(separator: ", ")).\n"
      + "Compared with = != >= <= > < and, for parts of texts, *= (contains) ^= (begins) $= (ends).\n" + example
  }

  private var parent: String { resource.parent == nil ? "" : "--of reader " }

  private var sample: String {
    if resource.filters.contains("created") { return "'created>=2026-11-01' --sort desc:created" }
    return "status=active"
  }
}
