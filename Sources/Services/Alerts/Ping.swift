import Scheduling

/// One message to a dead man's switch, by the protocol of healthchecks.io.   Source: healthchecks.io/docs/http_api, 2026.
struct Ping: Sendable, Equatable {
  enum Signal: Sendable, Equatable {
    case start, success, fail
    /// Of a command; not 0.
    case exitCode(Int)
  }

  var url: String
  var signal: Signal
  /// Ties start and end together.
  var run: Identifier?
  var body: String

  /// `https://hc-ping.com/UUID/start?rid=…`; a query of the URL's own stays.
  var target: String {
    let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var path = String(parts[0])
    while path.hasSuffix("/") { path.removeLast() }
    let query = [parts.count > 1 ? String(parts[1]) : nil, run.map { "rid=\($0)" }].compactMap(\.self).filter { !$0.isEmpty }
    return path + suffix + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }

  private var suffix: String {
    switch signal {
    case .start: "/start"
    case .success: ""
    case .fail: "/fail"
    case .exitCode(let code): "/\(code)"
    }
  }
}

extension Ping {
  /// What a row of the ledger has to tell; nil: nothing, as for what was never started.
  init?(_ row: LedgerRow, url: String) {
    guard let signal = Self.signal(of: row) else { return nil }
    self.init(url: url, signal: signal, run: row.id, body: row.reason?.sentence ?? "")
  }

  private static func signal(of row: LedgerRow) -> Signal? {
    switch row.outcome {
    case .started: .start
    case .succeeded: .success
    case .failed: exitCode(row.runStatus).map(Signal.exitCode) ?? .fail
    case .timedOut, .rejected, .lost: .fail
    // Somebody has ended it: neither good nor bad. The switch will ask when nothing comes.
    default: nil
    }
  }

  /// `exit 3` is 3.
  private static func exitCode(_ status: String?) -> Int? {
    guard let status, status.hasPrefix("exit "), let code = Int(status.dropFirst(5)), (1...255).contains(code) else { return nil }
    return code
  }
}
