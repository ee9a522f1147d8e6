import Scheduling
import ZenML

/// All pages of a listing, put together.
struct CompleteListing: Sendable {
  private(set) var rows: [ZenMLSchedule] = []
  private(set) var unreadable: [String] = []
  /// Rows that the server counts and that are not among `rows`.
  private(set) var setAsideCount = 0
  private(set) var total = 0
  private var ids: Set<Identifier> = []

  /// Those of `known` that are not listed: gone, or moved to a page that was read already.
  func missing(of known: some Sequence<Identifier>) -> [Identifier] { known.filter { !ids.contains($0) }.sorted() }

  mutating func append(_ page: ZenMLPage<ZenMLSchedule>) {
    for row in page.rows where ids.insert(row.id).inserted { rows.append(row) }
    unreadable += page.unreadable
    setAsideCount += page.unreadable.count + page.unaskedCount
    total = page.total
  }
}

extension ZenMLClient {
  /// How often a listing whose pages do not fit together is begun again.
  private static let listingAttempts = 3

  /// Every schedule that fits `filter`, over all pages.
  ///
  /// A deletion between two pages moves a row to a page that was read already. The total shows it, and the listing is begun
  /// again; on a server that is never still, the last attempt counts. One deletion and one creation leave the total as it was:
  /// what is known and not listed has to be asked for by its id (`missing`).
  func allSchedules(_ filter: ZenMLFilter<ZenMLSchedule>, hydrate: Bool) async throws(ZenMLError) -> CompleteListing {
    for _ in 1..<Self.listingAttempts {
      let (listing, isSteady) = try await readPages(filter, hydrate: hydrate)
      if isSteady { return listing }
    }
    return try await readPages(filter, hydrate: hydrate).listing
  }

  private func readPages(
    _ filter: ZenMLFilter<ZenMLSchedule>, hydrate: Bool
  ) async throws(ZenMLError) -> (listing: CompleteListing, isSteady: Bool) {
    var listing = CompleteListing()
    var page = try await schedulePage(1, filter, hydrate: hydrate)
    let total = page.total
    listing.append(page)
    while !page.isLast {
      do {
        page = try await schedulePage(page.number + 1, filter, hydrate: hydrate)
      } catch  where error.status == 400 {
        // The server's answer to a page past the end: there are fewer rows than a moment ago.
        return (listing, false)
      }
      listing.append(page)
    }
    return (listing, listing.total == total)
  }

  private func schedulePage(
    _ number: Int, _ filter: ZenMLFilter<ZenMLSchedule>, hydrate: Bool
  ) async throws(ZenMLError) -> ZenMLPage<ZenMLSchedule> {
    // By creation, so that a schedule made meanwhile comes last and moves no other to another page.
    try await schedules.page(number, size: Self.schedulePageSize, sort: .ascending(.created), filter: filter, hydrate: hydrate)
  }

  /// Those of `ids` that exist and are not archived, hydrated; in requests of bounded length.
  func hydratedSchedules(
    _ ids: [Identifier], project: Identifier
  ) async throws(ZenMLError) -> [ZenMLSchedule] {
    var rows: [ZenMLSchedule] = []
    for chunk in ids.chunks(of: Self.idsPerRequest) {
      let filter: ZenMLFilter<ZenMLSchedule> = [.project.equals(project), .isArchived.equals(false), .id.oneOf(chunk)]
      rows += try await allSchedules(filter, hydrate: true).rows
    }
    return rows
  }
}

extension Array {
  /// The elements in order, at most `size` in each chunk.
  func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
