import ArgumentParser
import ControlMessages
import Scheduling

struct ListRecords<Kind: ResourceKind>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let resource = Kind.resource
    return CommandConfiguration(
      commandName: "list", abstract: "Show the \(resource.plural).", discussion: FilterText(resource: resource).text)
  }

  @OptionGroup var filter: FilterOptions<Kind>

  @Option(
    help: ArgumentHelp("The order: a field, with desc: before it for the greatest or newest first.", valueName: "[desc:]field"),
    transform: ResourceSort.init(argument:))
  var sort: ResourceSort?

  @Option(help: ArgumentHelp("Which page, from 1.", valueName: "number"))
  var page = 1

  @Option(help: ArgumentHelp("Rows on a page, up to \(ListSize.allowed.upperBound).", valueName: "count"))
  var size: Int?

  @Flag(help: "Every page.")
  var all = false

  @Flag(help: "Only what the server brings quickly of each.")
  var brief = false

  @OptionGroup var options: RecordOptions<Kind>

  func validate() throws {
    if page < 1 { throw ValidationError("--page \(page): pages count from 1") }
    if all, page != 1 { throw ValidationError("--page and --all exclude each other") }
    if let size, !ListSize.allowed.contains(size) {
      throw ValidationError("--size \(size) is not in \(ListSize.allowed.lowerBound)…\(ListSize.allowed.upperBound)")
    }
  }

  func run() async throws {
    let moments = Moments.fromMachineClock()
    let conditions = try Kind.resource.conditions(filter.expressions, now: moments.now)
    let query = ResourceQuery(
      conditions: conditions, sort: sort, page: page, size: size ?? (all ? ListSize.ofAll : ListSize.standard), readsAll: all,
      isBrief: brief)
    let page = try await ListReading(operations: try await options.operations(), resource: Kind.resource).read(query)
    try show(page, query, moments)
  }

  private func show(_ page: ResourcePage, _ query: ResourceQuery, _ moments: Moments) throws {
    if options.json {
      writeOutput(try jsonText(RecordList(items: page.rows.map { options.shown($0.json) }, total: page.total)))
    } else {
      let screen = Screen.ofOutput
      writeOutput(
        RecordTable(resource: Kind.resource, rows: page.rows, moments: moments, width: screen.width, palette: screen.palette).text)
    }
    for note in page.notes { writeError("warning: \(note.printable)\n") }
    if !page.isLast { writeError(MoreText(resource: Kind.resource, page: page, query: query).text) }
  }
}

/// A list as `--json` gives it.
struct RecordList: Encodable, Sendable {
  /// As the server sent them.
  var items: [JSONValue]
  /// On all pages together; left out when the server does not say.
  var total: Int?
}

extension ResourceSort {
  /// `created`, `desc:created`, `asc:created`.
  init(argument: String) throws {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let direction = parts.count == 2 ? parts[0] : "asc"
    guard (1...2).contains(parts.count), ["asc", "desc"].contains(direction), let field = parts.last, !field.isEmpty else {
      throw ValidationError("write a field such as created, or desc:created")
    }
    self.init(field: field.replacing("-", with: "_"), isDescending: direction == "desc")
  }
}
