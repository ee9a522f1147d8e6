import ArgumentParser

/// Which records a list is to bring.
struct FilterOptions<Kind: ResourceKind>: ParsableArguments {
  @Option(
    name: .customLong("filter"), parsing: .singleValue,
    help: ArgumentHelp("Only these; a field may be given again with = for any of several values.", valueName: "field=value"),
    transform: { text in
      guard let expression = FilterExpression(text) else {
        throw ValidationError("there is no comparison in it; write one such as status=failed or 'created>=2026-11-01'")
      }
      return expression
    })
  var filters: [FilterExpression] = []

  @Option(help: ArgumentHelp("Only of this name.", visibility: .shown(Self.knows("name"))))
  var name: [String] = []

  @Option(help: ArgumentHelp("Only of this pipeline.", valueName: "name|id", visibility: .shown(Self.knows("pipeline"))))
  var pipeline: [String] = []

  @Option(help: ArgumentHelp("Only with this status.", visibility: .shown(Self.knows("status"))))
  var status: [String] = []

  @Option(help: ArgumentHelp("Only with this tag.", visibility: .shown(Self.knows("tags"))))
  var tag: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only what was made then or later: a time, a day, or how long ago (7d).", valueName: "time", visibility: .shown(Self.knows("created"))
    ))
  var createdAfter: String?

  /// All of them.
  var expressions: [FilterExpression] {
    let flags = name.map { ("name", $0) } + pipeline.map { ("pipeline", $0) } + status.map { ("status", $0) } + tag.map { ("tags", $0) }
    return filters + flags.map { FilterExpression($0.0, .equals, $0.1) }
      + (createdAfter.map { [FilterExpression("created", .atLeast, $0)] } ?? [])
  }

  private static func knows(_ filter: String) -> Bool { Kind.resource.filters.contains(filter) }
}
