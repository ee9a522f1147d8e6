/// A promise that was broken.
struct Violation {
  /// Which promise: `ledger`, `claim`, `pause`…
  let oracle: String
  let text: String
}
