import Scheduling

/// The JSON of triggers as the ledger holds them, each written once for the fires of its schedule that follow each other.
struct TriggerTexts {
  private var latest: [Identifier: (trigger: Trigger, text: [UInt8])] = [:]
  private var json = JSONWriter()
  private var values = WrittenValues()

  /// A few megabytes of texts; beyond, it starts afresh.
  private static let countLimit = 10_000

  /// The text without secrets; nil for no trigger.
  mutating func withText<Result>(
    of trigger: Trigger?, in schedule: Identifier, _ body: (UnsafeBufferPointer<UInt8>?) throws -> Result
  ) rethrows -> Result {
    guard let trigger else { return try body(nil) }
    if let known = latest[schedule], known.trigger == trigger { return try known.text.withUnsafeBufferPointer { try body($0) } }
    json.clear()
    json.trigger(trigger, &values)
    let text = json.withText(Array.init)
    if latest.count >= Self.countLimit { latest.removeAll(keepingCapacity: true) }
    latest[schedule] = (trigger, text)
    return try text.withUnsafeBufferPointer { try body($0) }
  }
}

/// `TriggerTexts` over the transactions of one store.
///
/// @unchecked Sendable: touched only on the writer's queue.
final class LatestTriggers: @unchecked Sendable { var texts = TriggerTexts() }
