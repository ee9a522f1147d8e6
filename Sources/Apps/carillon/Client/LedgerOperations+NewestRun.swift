import ControlAPI
import ControlMessages

extension LedgerOperations {
  /// The id of the fire whose run is meant: by a fire's id, or by a schedule's name or id of its newest fire that was sent.
  ///
  /// However many newer fires wait.
  func fireWithRun(_ text: String) async throws(ControlProblem) -> String {
    do throws(ControlProblem) {
      return try await run(text).fireID
    } catch {
      if error.code == .ambiguous { throw error }
    }
    let filters = [FieldFilter("schedule", equals: text), FieldFilter("start_time", .gte, ["1970-01-01T00:00:00Z"])]
    guard let newest = try await runs(ListQuery(size: 1, filters: filters)).items.first else {
      throw ControlProblem(.notFound, "'\(text)' has no run yet; 'carillon runs \(text)' lists its rows")
    }
    return newest.fireID
  }
}
