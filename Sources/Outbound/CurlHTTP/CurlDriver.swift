import CCurl
import Dispatch
import HTTP

/// Owns libcurl's multi handle and moves every transfer forward, on one serial queue.
///
/// @unchecked Sendable: everything that changes, libcurl's handles included, is touched only on `queue`.
final class CurlDriver: @unchecked Sendable {
  let queue = DispatchQueue(label: "carillon.http")
  let multi: UnsafeMutableRawPointer
  let timer: any DispatchSourceTimer
  var watches: [curl_socket_t: SocketWatch] = [:]
  private let limits: CurlLimits
  private let trust: CurlTrust
  private let unproxied = unproxiedHosts()
  private var admission: Admission<Transfer>
  /// By easy handle: what libcurl works on.
  private var running: [UnsafeMutableRawPointer: Transfer] = [:]

  private static let globalInit = ccurl_global_init()

  init(limits: CurlLimits, trust: CurlTrust) {
    precondition(Self.globalInit == CURLE_OK, "libcurl does not start: code \(Self.globalInit.rawValue)")
    guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory for a multi handle") }
    self.multi = multi
    self.limits = limits
    self.trust = trust
    admission = Admission(limits: limits)
    timer = DispatchSource.makeTimerSource(queue: queue)
    ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.maximumConnections)
    listenToMulti()
  }

  deinit {
    stopListeningToMulti()
    curl_multi_cleanup(multi)
  }

  /// Takes on `transfer`; `continuation` gets exactly one outcome.
  func submit(_ transfer: Transfer, answering continuation: CheckedContinuation<Transfer.Outcome, Never>) {
    queue.async { [self] in
      transfer.continuation = continuation
      guard transfer.stage == .created else { return transfer.resume(.failure(transfer.failure(.cancelled, "cancelled"))) }
      armDeadline(transfer)
      admit(transfer)
    }
  }

  /// Ends `transfer` if it is not over, also before it was submitted.
  func cancel(_ transfer: Transfer) {
    queue.async { [self] in end(transfer, .failure(transfer.failure(.cancelled, "cancelled"))) }
  }

  private func admit(_ transfer: Transfer) {
    transfer.stage = .waiting
    switch admission.ask(transfer, for: transfer.origin) {
    case .start: start(transfer)
    case .wait: break
    case .refuse:
      end(transfer, .failure(transfer.failure(.other, "\(limits.maximumWaiting) requests wait for a connection already")))
    }
  }

  private func start(_ transfer: Transfer) {
    transfer.stage = .running
    do throws(OptionRefused) {
      guard let easy = EasyHandle() else { throw OptionRefused(option: CURLOPT_URL, code: CURLE_OUT_OF_MEMORY) }
      try transfer.configure(easy, trust: trust, unproxied: unproxied)
      transfer.easy = easy
      running[easy.pointer] = transfer
      curl_multi_add_handle(multi, easy.pointer)
    } catch {
      let words = "libcurl refuses option \(error.option.rawValue): \(String(cString: curl_easy_strerror(error.code)))"
      endSoon(transfer, .failure(transfer.failure(.other, words)))
    }
  }

  /// Ends `transfer` in a turn of its own, for callers that libcurl has called or that are starting transfers.
  func endSoon(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    queue.async { [self] in end(transfer, outcome) }
  }

  private func end(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    let stage = transfer.stage
    guard stage != .over else { return }
    transfer.resume(outcome)
    if stage == .waiting { admission.withdraw(transfer) }
    guard stage == .running else { return }
    detach(transfer)
    if let next = admission.release(transfer.origin) { start(next) }
  }

  /// Takes `transfer` away from libcurl, which closes its connection unless the answer was complete.
  private func detach(_ transfer: Transfer) {
    guard let easy = transfer.easy else { return }
    curl_multi_remove_handle(multi, easy.pointer)
    running[easy.pointer] = nil
    transfer.easy = nil
  }

  /// Hands out the outcomes of all transfers that libcurl has finished.
  func settle() {
    var code = CURLE_OK
    while let pointer = ccurl_multi_next_finished(multi, &code) {
      guard let transfer = running[pointer], let easy = transfer.easy else { continue }
      end(transfer, transfer.outcome(of: code, easy))
    }
  }

  func transfer(of pointer: UnsafeMutableRawPointer?) -> Transfer? {
    pointer.flatMap { running[$0] }
  }

  /// The timer's handler keeps the driver, so that a transfer that is not over does too.
  private func armDeadline(_ transfer: Transfer) {
    let deadline = DispatchSource.makeTimerSource(queue: queue)
    deadline.setEventHandler { [self, weak transfer] in
      if let transfer { end(transfer, .failure(transfer.timeout(after: transfer.request.timeouts.total))) }
    }
    deadline.schedule(deadline: .now() + .milliseconds(max(0, transfer.timeLeft.milliseconds)))
    transfer.deadline = deadline
    deadline.activate()
  }
}
