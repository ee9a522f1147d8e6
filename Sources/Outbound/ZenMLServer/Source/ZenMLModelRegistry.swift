import CivilTime
import Scheduling
import Seams
import ZenML

/// The models of a ZenML server.
package struct ZenMLModelRegistry: ModelRegistry {
  private let client: ZenMLClient

  package init(client: ZenMLClient) {
    self.client = client
  }

  package func version(of model: String, since instant: Instant) async throws(SourceError) -> String? {
    do throws(ZenMLError) {
      let versions = try await client.modelVersions.page(
        1, size: 1, sort: .descending(.created), filter: [.model.equals(model), .created.atLeast(instant)])
      // The server compares whole seconds.
      guard let newest = versions.rows.first, newest.createdAt.map({ $0 >= instant }) ?? true else { return nil }
      return newest.common.name ?? newest.number.map { String($0) } ?? newest.id.description
    } catch {
      throw SourceError(error)
    }
  }
}
