/// What was asked for.
enum SimulatorCommand {
  case run(Campaign)
  case replay(UInt64, isTraced: Bool)

  init?(_ arguments: some Sequence<String>) {
    var words = Array(arguments)[...]
    switch words.popFirst() {
    case "run":
      guard let campaign = Campaign(words) else { return nil }
      self = .run(campaign)
    case "replay":
      guard let seed = words.popFirst().flatMap(UInt64.init), words.isEmpty || words == ["--trace"] else { return nil }
      self = .replay(seed, isTraced: !words.isEmpty)
    default: return nil
    }
  }

  /// True when no promise was broken.
  func run() async -> Bool {
    switch self {
    case .run(let campaign): return await campaign.run()
    case .replay(let seed, let isTraced):
      let report = SeedReport(seed: seed, isTraced: isTraced)
      print(report.failure ?? report.story)
      return report.failure == nil
    }
  }
}
