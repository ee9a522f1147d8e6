import CCurl
import Dispatch
import HTTP

/// Owns libcurl's multi handle and moves every transfer forward, on one serial queue.
///
/// @unchecked Sendable: everything that changes, libcurl's handles included, is touched only on `queue`.
final class CurlDriver: @unchecked Sendable {
  let executor = CurlQueue()
  private var queue: DispatchQueue { executor.queue }
  let multi: UnsafeMutableRawPointer
  let sockets: SocketSet
  /// The moment that libcurl waits for.
  let timer: LazyTimer
  /// libcurl wants to be called at once, but not from within itself.
  var isCallWanted = false
  /// A turn that calls it is on its way.
  private var isCallQueued = false
  private let limits: CurlLimits
  private let trust: CurlTrust
  private let unproxied = unproxiedHosts()
  let verdicts = EgressVerdicts()
  private var admission: Admission<Transfer>
  /// By easy handle: what libcurl works on.
  private var running: [UnsafeMutableRawPointer: Transfer] = [:]
  /// Handles of transfers that are over, for the next ones: making one costs as much as all of its options.
  private var idleHandles: [EasyHandle] = []
  private var deadlines = TransferDeadlines()
  private let deadlineTimer: LazyTimer
  /// A transfer that is not over keeps the driver.
  private var itself: CurlDriver?

  private static let globalInit = ccurl_global_init()

  init(limits: CurlLimits, trust: CurlTrust) {
    precondition(Self.globalInit == CURLE_OK, "libcurl does not start: code \(Self.globalInit.rawValue)")
    guard let multi = curl_multi_init() else { preconditionFailure("libcurl has no memory for a multi handle") }
    self.multi = multi
    self.limits = limits
    self.trust = trust
    admission = Admission(limits: limits)
    sockets = SocketSet(on: executor.queue)
    timer = LazyTimer(on: executor.queue)
    deadlineTimer = LazyTimer(on: executor.queue)
    ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limits.maximumConnections)
    listenToMulti()
    deadlineTimer.start { [weak self] in self?.endOverdue() }
  }

  deinit {
    stopListeningToMulti()
    curl_multi_cleanup(multi)
  }

  /// Takes on `transfer`; `continuation` gets exactly one outcome.
  func submit(_ transfer: Transfer, answering continuation: CheckedContinuation<Transfer.Outcome, Never>) {
    guard executor.isCurrent else { return perform { $0.take(transfer, continuation) } }
    take(transfer, continuation)
    callSoon()
  }

  private func take(_ transfer: Transfer, _ continuation: CheckedContinuation<Transfer.Outcome, Never>) {
    transfer.continuation = continuation
    guard transfer.stage == .created else { return transfer.resume(.failure(transfer.failure(.cancelled, "cancelled"))) }
    admit(transfer)
  }

  /// Ends `transfer` if it is not over, also before it was submitted.
  func cancel(_ transfer: Transfer) {
    perform { $0.end(transfer, .failure(transfer.failure(.cancelled, "cancelled"))) }
  }

  /// Ends `transfer` in a turn of its own, for callers that libcurl has called or that are starting transfers.
  func endSoon(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    perform { $0.end(transfer, outcome) }
  }

  private func perform(_ turn: @escaping @Sendable (CurlDriver) -> Void) {
    queue.async { [self] in
      turn(self)
      callAsWanted()
    }
  }

  /// Others that are about to submit a transfer come first: libcurl is called once for all of them.
  private func callSoon() {
    guard isCallWanted, !isCallQueued else { return }
    isCallQueued = true
    perform { $0.isCallQueued = false }
  }

  private func admit(_ transfer: Transfer) {
    transfer.stage = .waiting
    switch admission.ask(transfer, for: transfer.origin) {
    case .start: start(transfer)
    case .wait: keep(transfer)
    case .refuse:
      end(transfer, .failure(transfer.failure(.other, "\(limits.maximumWaiting) requests wait for a connection already")))
    }
  }

  private func start(_ transfer: Transfer) {
    transfer.stage = .running
    keep(transfer)
    do throws(OptionRefused) {
      guard let easy = idleHandle(for: transfer) ?? EasyHandle() else {
        throw OptionRefused(option: CURLOPT_URL, code: CURLE_OUT_OF_MEMORY)
      }
      try transfer.configure(easy, trust: trust, unproxied: unproxied, keptSeconds: limits.keptConnectionSeconds)
      transfer.easy = easy
      running[easy.pointer] = transfer
      curl_multi_add_handle(multi, easy.pointer)
    } catch {
      let words = "libcurl refuses option \(error.option.rawValue): \(String(cString: curl_easy_strerror(error.code)))"
      endSoon(transfer, .failure(transfer.failure(.other, words)))
    }
  }

  /// Rather one that is set up for requests of this form already.
  private func idleHandle(for transfer: Transfer) -> EasyHandle? {
    let form = transfer.form
    guard let place = idleHandles.lastIndex(where: { $0.form == form }) else { return idleHandles.popLast() }
    return idleHandles.remove(at: place)
  }

  private func end(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    let stage = transfer.stage
    guard stage != .over else { return }
    transfer.resume(outcome)
    letGo(transfer)
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
    guard idleHandles.count < limits.maximumConnections else { return }
    easy.forget(keepingForm: transfer.leavesNothing(in: easy))
    idleHandles.append(easy)
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

  // MARK: Deadlines

  private func keep(_ transfer: Transfer) {
    transfer.deadline = .now() + .milliseconds(max(0, transfer.timeLimit.milliseconds))
    deadlines.add(transfer)
    deadlineTimer.set(deadlines.nextLook)
    itself = self
  }

  private func letGo(_ transfer: Transfer) {
    deadlines.remove(transfer)
    if deadlines.isEmpty { itself = nil }
  }

  private func endOverdue() {
    // What has come by now counts: on a busy machine the timer may be told before the sockets are.
    takeWhatHasCome()
    for transfer in deadlines.overdue(at: .now()) {
      end(transfer, .failure(transfer.timeout(after: transfer.timeLimit)))
    }
    deadlineTimer.set(deadlines.nextLook)
    callAsWanted()
  }
}
