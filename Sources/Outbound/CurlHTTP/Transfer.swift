import CCurl
import Dispatch
import HTTP

/// One request on its way: its handle, what came back so far, and who waits for the outcome.
///
/// @unchecked Sendable: everything that changes is touched only on the driver's queue.
final class Transfer: @unchecked Sendable {
  enum Stage { case created, waiting, running, over }
  typealias Outcome = Result<HTTPResponse, HTTPTransportError>

  let request: HTTPRequest
  let origin: Origin
  let maximumHeaderBytes: Int
  private let sendCalled = ContinuousClock.now

  let verdicts: EgressVerdicts

  var stage = Stage.created
  var easy: EasyHandle?
  /// When the time for what it does now is over.
  var deadline = DispatchTime.distantFuture
  var continuation: CheckedContinuation<Outcome, Never>?

  /// When the request's first byte was about to be sent, counted from the call of `send`; nil before.
  private(set) var sentAfter: Duration?
  /// How many redirects were followed when the request was last about to be sent; nil before.
  private(set) var redirectsAtSending: Int?
  /// Why a callback stopped the transfer.
  var stopped: Stop?
  var answer = PartialAnswer()

  /// Takes the body as it comes; nil: it is collected.
  let take: (@Sendable ([UInt8]) -> Bool)?

  /// Why an address of the host was not connected to; another one may have been.
  var refusedAddress: String?

  enum Stop {
    case bodyTooLarge, headersTooLarge, wouldSendTwice, notWanted
    case forbidden(String)
  }

  init(
    _ request: HTTPRequest, to origin: Origin, maximumHeaderBytes: Int, verdicts: EgressVerdicts, take: (@Sendable ([UInt8]) -> Bool)? = nil
  ) {
    self.take = take
    self.verdicts = verdicts
    self.request = request
    self.origin = origin
    self.maximumHeaderBytes = maximumHeaderBytes
  }

  var mayHaveBeenSent: Bool { sentAfter != nil }

  /// For what it does now.
  var timeLimit: Duration { stage == .waiting ? request.timeouts.waiting : request.timeouts.total }

  /// Notes that the request is about to be written to a connection.
  func noteSending(afterRedirects redirects: Int) {
    redirectsAtSending = redirects
    if sentAfter == nil { sentAfter = ContinuousClock.now - sendCalled }
  }

  /// Hands over the outcome; once.
  func resume(_ outcome: Outcome) {
    stage = .over
    continuation?.resume(returning: outcome)
    continuation = nil
  }
}
