import GRDB
import Scheduling

/// Triggers as the ledger holds them, without secrets, each encoded once for all the fires of its schedule: encoding
/// takes 16 µs, about as long as all the rest of writing a claim (measured on a 2-core machine, release build).
///
/// @unchecked Sendable: `texts` is touched only on the writer's queue, which a `Database` argument proves.
final class EncodedTriggers: @unchecked Sendable {
  private var texts: [Trigger: String] = [:]

  /// About 10 MB of texts; beyond, it starts afresh.
  private static let countLimit = 10_000

  /// The last line of defence: whatever a caller forgot, no secret reaches the file.
  func text(of trigger: Trigger, _ writer: Database) throws -> String {
    let plain = trigger.withoutSecrets
    if let text = texts[plain] { return text }
    if texts.count >= Self.countLimit { texts.removeAll(keepingCapacity: true) }
    let text = try JSONText.encode(plain)
    texts[plain] = text
    return text
  }
}
